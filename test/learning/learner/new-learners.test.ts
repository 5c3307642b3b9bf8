import { Learner } from '../../setup/learners';
import { START_ATTEMPT } from '../../setup/learner-operations';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
beforeAll(async () => (app = await startTestApp('content', { ANONYMOUS_LEARNERS_PER_HOUR: '3' })));
afterAll(() => app.stop());

const learners = async () => (await app.dataSource.query('SELECT FROM learner')).length as number;

test('one request cannot make learners without end, and who has a token or an account goes on', async () => {
  const known = new Learner(app);
  await known.start('backend-engineer-self-check');
  const aliases = Array.from({ length: 20 }, (_, index) => `a${index}: startAttempt(input: $input) { attemptToken }`);
  const { data, errors } = await app.send(`mutation ($input: StartAttemptInput!) { ${aliases.join(' ')} }`, {
    input: { assessment: 'career-fit-test' },
  });
  expect(Object.values(data ?? {}).filter(Boolean)).toEqual([]);
  expect(errors?.map(({ extensions }) => extensions.code)).toContain('RATE_LIMITED');
  expect(
    errors?.find(({ extensions }) => extensions.code === 'RATE_LIMITED')?.extensions.retryAfterSeconds,
  ).toBeGreaterThan(0);
  expect(await learners()).toBe(3);

  await known.start('career-fit-test');
  const somebody = await Learner.signedIn(app);
  await somebody.start('career-fit-test');
  const { errors: refused } = await app.send(START_ATTEMPT, { input: { assessment: 'career-fit-test' } });
  expect(refused).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
  expect(await learners()).toBe(4);
});
