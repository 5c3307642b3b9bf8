/** How PostgreSQL writes a UUID, and so how keys are written everywhere here. */
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
