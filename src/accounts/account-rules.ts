import { IsEmail, IsString, Length, Matches } from 'class-validator';

/** The rules of what people type into an account, each as one decorator, so that every input has the same. */

const all =
  (...decorators: PropertyDecorator[]): PropertyDecorator =>
  (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };

export const PASSWORD_LENGTH = { min: 12, max: 200 } as const;

/** An email address. Addresses without a dot, such as admin@localhost, are right inside a company. */
export const EmailAddress = (): PropertyDecorator =>
  IsEmail({ require_tld: false, allow_utf8_local_part: true }, { message: 'This is not an email address.' });

/** A password that somebody chooses: long rather than complicated. */
export const NewPassword = (): PropertyDecorator =>
  Length(PASSWORD_LENGTH.min, PASSWORD_LENGTH.max, {
    message: `A password has ${PASSWORD_LENGTH.min} to ${PASSWORD_LENGTH.max} characters.`,
  });

/** A password that is compared with the one that was chosen: bounded, so that nobody can have megabytes hashed. */
export const GivenPassword = (): PropertyDecorator =>
  Length(1, PASSWORD_LENGTH.max, { message: `A password has at most ${PASSWORD_LENGTH.max} characters.` });

/**
 * One line of text with something to see in it. The pattern takes one pass, however long the text: every rule of a field is
 * asked, also when the length is wrong, and anybody can send a megabyte.
 */
export const OneLine = (max: number): PropertyDecorator =>
  all(
    IsString(),
    Length(1, max, { message: `This takes 1 to ${max} characters.` }),
    Matches(/^(?!\s*$)[^\p{Cc}\p{Cs}]*$/u, {
      message: 'This takes one line of text, not only spaces and no control characters.',
    }),
  );
