import { createHmac } from 'node:crypto';
import { CompactSign, exportJWK, generateKeyPair, type JWK } from 'jose';
import { optionOrder } from '../../../src/learning/attempt/option-order';
import { codesOf, type Person, registered } from '../../setup/accounts';
import { publishDrafts } from '../../setup/content-store';
import { answerTo, dataOf, Learner, problemsOf, refusalOf, rightAnswers } from '../../setup/learners';
import { partsOf, receiptOf, rulesOf, signedByUs, verifiedReceipt } from '../../setup/receipts';
import { startTestApp, type TestApp } from '../../setup/test-app';
import { quizOfEachKind } from '../../factories/paper';

let app: TestApp;
let learner: Learner;
let sam: Person;
let attemptId: string;
let receipt: string;
beforeAll(async () => {
  app = await startTestApp('empty');
  await publishDrafts(app.dataSource, quizOfEachKind('tour'));
  sam = await registered(app);
  learner = new Learner(app);
  const attempt = await learner.start('tour');
  attemptId = attempt.id;
  const right = await rightAnswers(app, attempt);
  await learner.save(
    attemptId,
    attempt.paper.items.slice(0, 4).map((item) => answerTo(item, right.get(item.id)!)),
  );
  expect(await receiptOf(learner, attemptId)).toBeNull();
  await learner.submit(attemptId);
  receipt = (await receiptOf(learner, attemptId))!;
});
afterAll(() => app.stop());

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const parts = () => receipt.split('.') as [string, string, string];
const jwks = async (): Promise<(JWK & { kid: string })[]> => {
  const answer = await fetch(`${app.address}/.well-known/jwks.json`);
  return ((await answer.json()) as { keys: (JWK & { kid: string })[] }).keys;
};
const ownKey = async () => {
  const key = (await jwks()).find(({ kid }) => kid === partsOf(receipt).header.kid);
  return key!;
};
const changedPayload = (change: (payload: any) => void): string => {
  const [header, , signature] = parts();
  const { payload } = partsOf(receipt);
  change(payload);
  return `${header}.${encoded(payload)}.${signature}`;
};
const withHeader = (change: object): string => {
  const [, payload, signature] = parts();
  return `${encoded({ ...partsOf(receipt).header, ...change })}.${payload}.${signature}`;
};
const hmac = (text: string, secret: string) => createHmac('sha256', secret).update(text).digest('base64url');

describe('is not valid, and is not an error:', () => {
  const cases: Record<string, [rule: string, text: () => string | Promise<string>]> = {
    'an empty text': ['form', () => ''],
    'what is no receipt': ['form', () => 'hello'],
    'two parts': ['form', () => parts().slice(0, 2).join('.')],
    'four parts': ['form', () => `${receipt}.e30`],
    'a header that is no JSON': ['form', () => `AAAA.${parts()[1]}.${parts()[2]}`],
    'a header that is no object': ['form', () => `${encoded('x')}.${parts()[1]}.${parts()[2]}`],
    'characters of no base64url': ['form', () => receipt.replace('.', '=.')],
    'spaces around': ['form', () => ` ${receipt}`],
    NUL: ['form', () => '\u0000'],
    'more than 500,000 characters': ['length', () => `${receipt}${'A'.repeat(500_000)}`],
    'a changed score': ['signature', () => changedPayload((payload) => (payload.grade.points = 21))],
    'another learner’s attempt': ['signature', () => changedPayload((payload) => (payload.attempt.id = 'QXR0ZW1wdA'))],
    'a changed answer': ['signature', () => changedPayload((payload) => (payload.items[0].answer = null))],
    'a changed time': [
      'signature',
      () => changedPayload((payload) => (payload.attempt.submittedAt = '2020-01-01T00:00:00.000Z')),
    ],
    'the same payload written in another way': [
      'signature',
      () =>
        changedPayload(() => undefined).replace(/\.([^.]*)\./, () => {
          const { payload } = partsOf(receipt);
          return `.${Buffer.from(JSON.stringify(payload, null, 1)).toString('base64url')}.`;
        }),
    ],
    'another header': ['signature', () => withHeader({ extra: 1 })],
    'a critical header that nobody knows': ['signature', () => withHeader({ crit: ['exp'], exp: 1 })],
    'the signature of another text': [
      'signature',
      () => `${parts()[0]}.${parts()[1]}.${sam.accessToken.split('.')[2]}`,
    ],
    'a signature that is too short': ['signature', () => receipt.slice(0, -2)],
    'no signature': ['signature', () => `${parts()[0]}.${parts()[1]}.`],
    'one more bit at the end of the signature, where base64url has room': [
      'form',
      () => {
        const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
        return receipt.slice(0, -1) + alphabet[alphabet.indexOf(receipt.at(-1)!) + 1];
      },
    ],
    'alg none': ['algorithm', () => `${encoded({ ...partsOf(receipt).header, alg: 'none' })}.${parts()[1]}.`],
    'alg none with a signature': ['algorithm', () => withHeader({ alg: 'none' })],
    'no alg': ['algorithm', () => withHeader({ alg: undefined })],
    'another alg of the same family': ['algorithm', () => withHeader({ alg: 'ES384' })],
    'the public key as a shared secret': [
      'algorithm',
      async () => {
        const key = await ownKey();
        const text = `${encoded({ ...partsOf(receipt).header, alg: 'HS256' })}.${parts()[1]}`;
        return `${text}.${hmac(text, JSON.stringify(key))}`;
      },
    ],
    'an access token': ['type', () => sam.accessToken],
    'an access token’s type by our receipt key': [
      'type',
      () => signedByUs(app, partsOf(receipt).payload, { alg: 'ES256', typ: 'at+jwt' }),
    ],
    'no type': ['type', () => signedByUs(app, partsOf(receipt).payload, { alg: 'ES256' })],
    'no key id': [
      'key',
      () => signedByUs(app, partsOf(receipt).payload, { ...partsOf(receipt).header, kid: undefined }),
    ],
    'a receipt by our access key': [
      'key',
      async () => {
        const access = (await jwks()).find(({ kid }) => kid !== partsOf(receipt).header.kid)!;
        return signedByUs(app, partsOf(receipt).payload, { ...partsOf(receipt).header, kid: access.kid }, 'ACCESS');
      },
    ],
    'an unknown key': ['key', () => withHeader({ kid: 'unknown' })],
    'a key id that is no text': ['key', () => withHeader({ kid: { $ne: 1 } })],
    'a key of its own in the header': [
      'key',
      async () => {
        const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
        return new CompactSign(Buffer.from(parts()[1], 'base64url'))
          .setProtectedHeader({
            ...(partsOf(receipt).header as { alg: string }),
            kid: 'mine',
            jwk: await exportJWK(publicKey),
          })
          .sign(privateKey);
      },
    ],
    'our key id on what another key signed': [
      'signature',
      async () => {
        const { privateKey } = await generateKeyPair('ES256');
        return new CompactSign(Buffer.from(parts()[1], 'base64url'))
          .setProtectedHeader(partsOf(receipt).header as { alg: string })
          .sign(privateKey);
      },
    ],
    'a form that this version does not know': [
      'version',
      () => signedByUs(app, { ...partsOf(receipt).payload, version: 2 }, partsOf(receipt).header),
    ],
    'no object in it': ['version', () => signedByUs(app, null, partsOf(receipt).header)],
    'ids that are none': [
      'version',
      () => {
        const { header, payload } = partsOf(receipt);
        return signedByUs(
          app,
          { ...payload, assessment: { ...payload.assessment, edition: `'; DROP TABLE x` } },
          header,
        );
      },
    ],
  };

  test.each(Object.keys(cases))('%s', async (name) => {
    const [rule, text] = cases[name]!;
    const given = await text();
    expect(given).not.toBe(receipt);
    const { result, statements } = await app.dataSource.logger.during(() => verifiedReceipt(app, given));
    const { problems, ...rest } = result;
    expect([name, rulesOf(result)]).toEqual([name, [rule]]);
    expect(problems[0].message).not.toMatch(/jose|JWSSignature|undefined/i);
    expect(rest).toEqual({
      valid: false,
      matches: false,
      attemptId: null,
      gradeNumber: null,
      submittedAt: null,
      assessment: null,
      stated: null,
      replayed: null,
    });
    // Nothing is replayed that our key has not signed: no edition and no answer key is read.
    expect(statements.filter(({ text: sql }) => /answer_key|question|assessment|attempt|grade/.test(sql))).toEqual([]);
  });

  test('and the receipt itself is valid, as is one that the helper of these cases signs', async () => {
    const { header, payload } = partsOf(receipt);
    for (const good of [receipt, await signedByUs(app, payload, header)]) {
      expect(await verifiedReceipt(app, good)).toMatchObject({ valid: true, matches: true, problems: [] });
    }
  });
});

describe('signed by us and not so, as only a fault of ours could be: it does not match,', () => {
  const seedOfAnotherOrder = ({ question: id, options }: { question: string; options: string[] }): string => {
    const isOther = (seed: string) =>
      optionOrder(seed, { id, kind: 'SINGLE_CHOICE', optionIds: options }).join() !== options.join();
    return ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'].find(isOther)!;
  };
  const nowhere = '00000000-0000-4000-8000-000000000000';
  const cases: Record<string, [rule: string, change: (payload: any) => void]> = {
    'with more points': ['score', ({ grade }) => (grade.points = 21)],
    'with another percent and a pass': [
      'score',
      ({ grade }) => Object.assign(grade, { percent: 100, passed: !grade.passed }),
    ],
    'with a better section': ['score', ({ grade }) => (grade.sections[0].points = 21)],
    'with a career that nobody asked for': [
      'score',
      ({ grade }) => grade.affinities.push({ careerId: nowhere, score: 1, lowest: 0, highest: 1, percent: 100 }),
    ],
    'with another order of options': [
      'option-order',
      ({ items }) => (items[0].options = items[0].options.toReversed()),
    ],
    'with another seed': ['option-order', (payload) => (payload.seed = seedOfAnotherOrder(payload.items[0]))],
    'with an edition that is nowhere': ['edition', ({ items }) => (items[0].edition = nowhere)],
    'with the edition of another question': ['edition', ({ items }) => (items[0].edition = items[1].edition)],
    'with the key of another question': ['edition', ({ items }) => (items[0].keyEdition = items[1].edition)],
    'with an assessment that is nowhere': ['edition', ({ assessment }) => (assessment.edition = nowhere)],
    'with the edition of a question as its assessment': [
      'edition',
      ({ assessment, items }) => (assessment.edition = items[0].edition),
    ],
  };

  test.each(Object.keys(cases))('%s', async (name) => {
    const [rule, change] = cases[name]!;
    const { header, payload } = partsOf(receipt);
    change(payload);
    const verified = await verifiedReceipt(app, await signedByUs(app, payload, header));
    expect([name, verified.valid, verified.matches, [...new Set(rulesOf(verified))]]).toEqual([
      name,
      true,
      false,
      [rule],
    ]);
    expect(verified.replayed === null).toBe(rule === 'edition');
  });
});

test('nor does one whose publication held other editions', async () => {
  const { header, payload } = partsOf(receipt);
  const edited = quizOfEachKind('tour').map(({ content, ...draft }) => ({
    ...draft,
    content: { ...content, ...('prompt' in content ? { prompt: 'New?' } : { title: 'New' }) },
  }));
  const { publication } = await publishDrafts(app.dataSource, edited);
  const verified = await verifiedReceipt(app, await signedByUs(app, { ...payload, publication }, header));
  expect(rulesOf(verified)).toEqual(['publication', ...payload.items.map(() => 'publication')]);
  expect([verified.valid, verified.matches]).toEqual([true, false]);
  expect(await verifiedReceipt(app, receipt)).toMatchObject({ matches: true, problems: [] });
});

describe('a receipt opens nothing else', () => {
  test('it is no access token', async () => {
    const answer = await app.send('{ viewer { id } }', {}, { authorization: `Bearer ${receipt}` });
    expect([answer.status, codesOf(answer)]).toEqual([401, ['UNAUTHENTICATED']]);
  });

  test('nor is what our receipt key signed in the form of an access token', async () => {
    const [, claims] = sam.accessToken.split('.');
    const forged = await signedByUs(app, JSON.parse(Buffer.from(claims!, 'base64url').toString()), {
      alg: 'ES256',
      typ: 'at+jwt',
    });
    const answer = await app.send('{ viewer { id } }', {}, { authorization: `Bearer ${forged}` });
    expect([answer.status, codesOf(answer)]).toEqual([401, ['UNAUTHENTICATED']]);
  });

  test('nor does it prove that an attempt is yours', async () => {
    const stranger = new Learner(app, {}, receipt);
    expect(refusalOf(await stranger.tryRead(attemptId, 'receipt')).code).toBe('NOT_FOUND');
    expect(refusalOf(await Learner.signedIn(app).then((other) => other.tryRead(attemptId, 'receipt'))).code).toBe(
      'NOT_FOUND',
    );
    const query = 'query ($id: ID!) { attempt(id: $id) { receipt } }';
    expect(problemsOf(await app.send(query, { id: receipt }))).toEqual(['/id id']);
  });
});

test('many verifications in one operation take the statements of one', async () => {
  const count = async (texts: string[]): Promise<number> => {
    const calls = texts.map(
      (text, index) => `r${index}: verifyReceipt(receipt: ${JSON.stringify(text)}) { matches assessment { slug } }`,
    );
    const { result, statements } = await app.dataSource.logger.during(() => app.send(`{ ${calls.join(' ')} }`));
    expect(Object.values(dataOf(result)).filter((each: any) => each.matches)).toHaveLength(texts.length);
    return statements.length;
  };
  const { header, payload } = partsOf(receipt);
  const others = await Promise.all(Array.from({ length: 30 }, () => signedByUs(app, payload, header)));
  expect(new Set(others).size).toBe(30);
  const one = await count([receipt]);
  expect(await count([receipt, ...others])).toBe(one);
  expect(one).toBeLessThanOrEqual(6);
});
