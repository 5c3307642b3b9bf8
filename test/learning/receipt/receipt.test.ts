import { createHash } from 'node:crypto';
import { compactVerify, createRemoteJWKSet } from 'jose';
import { SigningKeyPurpose } from '../../../src/accounts/session/signing-key-purpose';
import { SigningKeys } from '../../../src/accounts/session/signing-keys';
import type { Draft } from '../../../src/content/publishing/resolve-references';
import { canonicalJson } from '../../../src/learning/receipt/canonical-json';
import { quizOfEachKind } from '../../factories/paper';
import { correct } from '../../setup/corrections';
import { publishDrafts } from '../../setup/content-store';
import { answerTo, keyOfAttempt, Learner, rightAnswers } from '../../setup/learners';
import { partsOf, receiptOf, verifiedReceipt } from '../../setup/receipts';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let learner: Learner;
beforeAll(async () => {
  app = await startTestApp('empty');
  await publishDrafts(app.dataSource, quizOfEachKind('trip', { passPercent: 50 }));
  learner = await Learner.signedIn(app);
});
afterAll(() => app.stop());

describe('a receipt of one attempt', () => {
  let attemptId: string;
  let receipt: string;
  const essay = 'Because of my neighbour Zoë.';
  beforeAll(async () => {
    const attempt = await learner.start('trip');
    attemptId = attempt.id;
    const right = await rightAnswers(app, attempt);
    const answers = attempt.paper.items
      .filter(({ kind }) => !['YES_NO', 'OPEN'].includes(kind))
      .map((item) => answerTo(item, right.get(item.id)!));
    const open = attempt.paper.items.find(({ kind }) => kind === 'OPEN')!;
    await learner.save(attemptId, [...answers, answerTo(open, { text: essay })]);
    await learner.submit(attemptId);
    receipt = (await receiptOf(learner, attemptId))!;
  });

  test('verifies by a library that knows nothing but the address of our keys', async () => {
    const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', app.address));
    const { payload, protectedHeader } = await compactVerify(receipt, keys, { algorithms: ['ES256'] });
    expect(protectedHeader).toEqual({ alg: 'ES256', kid: expect.any(String), typ: 'vnd.careergraph.receipt+jwt' });
    const text = new TextDecoder().decode(payload);
    expect(text).toBe(canonicalJson(JSON.parse(text)));
    const other = `${receipt.slice(0, 200)}${receipt[200] === 'A' ? 'B' : 'A'}${receipt.slice(201)}`;
    await expect(compactVerify(other, keys)).rejects.toThrow('signature verification failed');
  });

  test('says what was asked, shown, answered and earned, and neither who it was nor what was right', () => {
    const { payload } = partsOf(receipt);
    const id = expect.stringMatching(/^[0-9a-f-]{36}$/);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    const item = {
      position: expect.any(Number),
      question: id,
      edition: id,
      keyEdition: id,
      options: expect.any(Array),
    };
    expect(payload).toEqual({
      version: 1,
      iss: 'careergraph',
      iat: expect.any(Number),
      attempt: { id: attemptId, state: 'SUBMITTED', startedAt: time, submittedAt: time },
      assessment: { id, slug: 'trip', edition: id },
      publication: expect.any(Number),
      seed: expect.stringMatching(/^[0-9a-f]{32}$/),
      items: [
        { ...item, position: 1, answer: { optionIds: ['south'] } },
        { ...item, position: 2, answer: { optionIds: ['red', 'green'] } },
        { ...item, position: 3, answer: { optionIds: ['january', 'february', 'march'] } },
        { ...item, position: 4, options: [], answer: { number: 250 } },
        { ...item, position: 5, options: [], answer: { text: 'Idempotency' } },
        { ...item, position: 6, options: [], answer: null },
        { ...item, position: 7, answer: { textSha256: createHash('sha256').update(essay).digest('hex') } },
      ],
      grade: {
        number: 1,
        gradedAt: time,
        points: 15,
        maxPoints: 21,
        percent: 71.4,
        passed: true,
        sections: [{ skillId: null, points: 15, maxPoints: 21, percent: 71.4 }],
        affinities: [],
      },
    });
    const text = JSON.stringify(payload);
    expect(text).not.toContain(learner.userId!);
    expect(text).not.toMatch(/Zoë|correct|explanation|tolerance|acceptedTexts|"points":(1|2|3|4|5|6),/);
  });

  test('of a corrected question goes with the new grade; the old one still verifies and replays to the old score', async () => {
    const [row] = await app.dataSource.query<[{ questionId: string; slug: string }]>(
      `SELECT i.question_id AS "questionId", d.slug FROM attempt_item i JOIN document d ON d.id = i.question_id
       WHERE i.attempt_id = $1 AND i.position = 4`,
      [keyOfAttempt(attemptId)],
    );
    const [draft] = quizOfEachKind('trip').filter(({ slug }) => slug === row.slug);
    const wrong = {
      ...draft!,
      content: { ...draft!.content, key: { number: 900, explanation: 'It was not so.' } },
    } as Draft;
    await publishDrafts(app.dataSource, [wrong]);
    await correct(app, row.slug, true);

    const fresh = (await receiptOf(learner, attemptId))!;
    expect(fresh).not.toBe(receipt);
    expect(await verifiedReceipt(app, fresh)).toMatchObject({
      matches: true,
      gradeNumber: 2,
      attemptId,
      stated: { points: 13 },
    });
    expect(await verifiedReceipt(app, receipt)).toMatchObject({
      matches: true,
      gradeNumber: 1,
      attemptId,
      stated: { points: 15 },
      replayed: { points: 15 },
    });
    // The old one tells a stranger nothing that it did not say before: not that there is a newer grade.
    const { statements } = await app.dataSource.logger.during(() => verifiedReceipt(app, receipt));
    expect(statements.filter(({ text }) => /attempt|\bgrade\b|learner|receipt/.test(text))).toEqual([]);
  });

  test('verifies when its key was rotated, and when all access keys were dropped', async () => {
    const signingKeys = new SigningKeys(app.dataSource);
    await app.dataSource.transaction((manager) => signingKeys.rotate(manager, SigningKeyPurpose.RECEIPT, false));
    await app.dataSource.transaction((manager) => signingKeys.rotate(manager, SigningKeyPurpose.ACCESS, true));
    const another = await app.alongside();
    try {
      for (const each of [app, another]) expect((await verifiedReceipt(each, receipt)).matches).toBe(true);
    } finally {
      await another.stop();
    }
  });
});

describe('signing', () => {
  test('by two processes at once leaves one receipt', async () => {
    const another = await app.alongside();
    try {
      const guest = new Learner(app);
      const { id } = await guest.start('trip');
      await guest.submit(id);
      const texts = await Promise.all(
        [1, 2, 3].flatMap(() => [app, another].map((each) => receiptOf(guest.at(each), id))),
      );
      expect(new Set(texts).size).toBe(1);
    } finally {
      await another.stop();
    }
  });

  test('that fails loses no submission: the attempt is graded, and the receipt comes when the key is there again', async () => {
    const guest = new Learner(app);
    const { id } = await guest.start('trip');
    const [{ jwk }] = await app.dataSource.query<[{ jwk: object }]>(
      `SELECT private_jwk AS jwk FROM vault.signing_key WHERE purpose = 'RECEIPT' AND retired_at IS NULL`,
    );
    const setKey = (value: object) =>
      app.dataSource.query(
        `UPDATE vault.signing_key SET private_jwk = $1 WHERE purpose = 'RECEIPT' AND retired_at IS NULL`,
        [value],
      );
    await setKey({ kty: 'none' });
    const another = await app.alongside();
    try {
      const answer = await another.send(
        `mutation ($input: SubmitAttemptInput!) { submitAttempt(input: $input) { attempt { state result { points } receipt } } }`,
        { input: { attemptId: id, attemptToken: guest.token } },
      );
      expect(answer.data!.submitAttempt.attempt).toEqual({ state: 'SUBMITTED', result: { points: 0 }, receipt: null });
      expect(answer.errors).toMatchObject([
        { path: ['submitAttempt', 'attempt', 'receipt'], extensions: { code: 'INTERNAL' } },
      ]);
      await setKey(jwk);
      expect((await verifiedReceipt(another, (await receiptOf(guest.at(another), id))!)).matches).toBe(true);
    } finally {
      await another.stop();
    }
  });

  test('leaves a row that is never changed, and that goes with its learner', async () => {
    await expect(app.dataSource.query(`UPDATE receipt SET text = ''`)).rejects.toThrow('never changed');
    const guest = new Learner(app);
    const { id } = await guest.start('trip');
    await guest.submit(id);
    const text = (await receiptOf(guest, id))!;
    await app.dataSource.query('DELETE FROM learner WHERE id = (SELECT learner_id FROM attempt WHERE id = $1)', [
      keyOfAttempt(id),
    ]);
    expect(await app.dataSource.query('SELECT FROM receipt WHERE text = $1', [text])).toEqual([]);
    expect((await verifiedReceipt(app, text)).matches).toBe(true);
  });
});
