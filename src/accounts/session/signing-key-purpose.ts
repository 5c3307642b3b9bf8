import { registerEnumType } from 'type-graphql';

/** What a key signs. A signature by a key of the other purpose is never taken. */
export enum SigningKeyPurpose {
  ACCESS = 'ACCESS',
  RECEIPT = 'RECEIPT',
}

registerEnumType(SigningKeyPurpose, {
  name: 'SigningKeyPurpose',
  description: 'What a key signs.',
  valuesConfig: {
    ACCESS: { description: 'Access tokens. An old key is forgotten once all that it signed has run out.' },
    RECEIPT: { description: 'Receipts of attempts. The public half of an old key is kept for ever.' },
  },
});
