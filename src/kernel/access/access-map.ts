import { type and, rule } from 'graphql-shield';

/** A graphql-shield rule, or several put together by and, or, not. */
export type AccessRule = ReturnType<ReturnType<typeof rule>> | ReturnType<typeof and>;

/** Rules by type and field: every root field must have one, object fields only where they are sensitive. */
export type AccessMap = Readonly<Record<string, Readonly<Record<string, AccessRule>>>>;

/** Everybody may, signed in or not. Written out, so that an open field is a decision. */
export const anyone = rule('anyone', { cache: 'contextual' })(() => true);
