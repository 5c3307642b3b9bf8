import { GraphQLDateTimeISO, GraphQLLocalDate } from 'graphql-scalars';

/** A moment, as ISO 8601 in UTC. */
export const DateTime = GraphQLDateTimeISO;

/** A calendar day, YYYY-MM-DD, without a time zone. */
export const CalendarDate = GraphQLLocalDate;
