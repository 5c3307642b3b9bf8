import { Role } from '../../../src/accounts/role';
import {
  isInReview,
  isStretch,
  type Party,
  type Stage,
  stageAfter,
  stages,
  standingAt,
  SubmissionAction,
} from '../../../src/learning/submission/submission-state';
import {
  evidenceFor,
  letHoldPass,
  Participant,
  publishProject,
  restoreSubmissions,
  storedSubmissions,
  verdictsOn,
} from '../../setup/submissions';
import { type GraphQLAnswer, startTestApp, type TestApp } from '../../setup/test-app';

/* Every action of everybody in every stage, over HTTP, against the one table that says what shall come of it. */

let app: TestApp;
let people: Record<Party, Participant>;
let learner: Participant;
beforeAll(async () => {
  app = await startTestApp('empty');
  await publishProject(app, 'tool');
  const join = (...roles: Role[]) => Participant.join(app, ...roles);
  people = {
    // May review, so that nothing but the rule about one's own stands in the way.
    LEARNER: await join(Role.REVIEWER),
    HOLDER: await join(Role.REVIEWER),
    SUCCESSOR: await join(Role.REVIEWER),
    FORMER_REVIEWER: await join(Role.REVIEWER),
    REVIEWER: await join(Role.REVIEWER),
    STRANGER: await join(),
  };
  learner = people.LEARNER;
});
afterAll(() => app.stop());

/** Brings a new submission to a stage, on a way on which the former reviewer has had it. */
async function submissionAt(stage: Stage, lapsed: boolean): Promise<string> {
  await app.dataSource.query('DELETE FROM submission');
  const { id } = await learner.submit();
  const { HOLDER, FORMER_REVIEWER } = people;
  await FORMER_REVIEWER.to('take', id);
  await FORMER_REVIEWER.to('release', id);
  if (standingAt(stage).state === 'PASSED') await HOLDER.review(id, verdictsOn(['runs', 'tested']));
  if (isStretch(stage)) await learner.submitFor('fast');
  if (isInReview(stage)) await HOLDER.to('take', id);
  if (stage === 'CHANGES_REQUESTED') await HOLDER.review(id, verdictsOn(['runs'], ['tested']));
  if (stage === 'WITHDRAWN') await learner.to('withdraw', id);
  if (lapsed) await letHoldPass(app, id, 25);
  expect(await learner.read(id)).toMatchObject({ ...standingAt(stage) });
  return id;
}

/** What the action is over HTTP, with an input that is right for the stage. */
function send(action: SubmissionAction, who: Participant, id: string, stage: Stage): Promise<GraphQLAnswer> {
  const stretch = standingAt(stage).state === 'PASSED';
  const needed = stretch ? ['fast'] : ['runs', 'tested'];
  switch (action) {
    case SubmissionAction.SUBMIT:
      return who.trySubmit({ evidence: evidenceFor(needed) });
    case SubmissionAction.WITHDRAW:
      return who.tryTo('withdraw', id);
    case SubmissionAction.TAKE:
      return who.tryTo('take', id);
    case SubmissionAction.RELEASE:
      return who.tryTo('release', id);
    case SubmissionAction.PASS:
      return who.tryReview(id, verdictsOn(needed));
    case SubmissionAction.REQUEST_CHANGES:
      return who.tryReview(id, verdictsOn([], needed));
  }
}

/** What the table says: the stage that it leads to, or the code of the refusal. */
function expected(action: SubmissionAction, stage: Stage, party: Party): { next?: Stage; code?: string } {
  // Who is no reviewer is refused before anybody looks at the submission.
  if (party === 'STRANGER' && action !== SubmissionAction.WITHDRAW) return { code: 'FORBIDDEN' };
  try {
    return { next: stageAfter(action, stage, party) };
  } catch (error) {
    return { code: (error as { extensions: { code: string } }).extensions.code };
  }
}

/** Those who can be there in a stage; who hands in names no submission, so that is the learner alone. */
const partiesAt = (stage: Stage, action: SubmissionAction): Party[] => {
  if (action === SubmissionAction.SUBMIT) return ['LEARNER'];
  const always: Party[] = ['LEARNER', 'FORMER_REVIEWER', 'REVIEWER', 'STRANGER'];
  return isInReview(stage) ? [...always, 'HOLDER', 'SUCCESSOR'] : always;
};

test.each(stages)(
  'in %s everybody can do what the table says and nothing else',
  async (stage) => {
    const starts = new Map<boolean, { id: string; before: readonly object[][] }>();
    for (const action of Object.values(SubmissionAction)) {
      for (const party of partiesAt(stage, action)) {
        const lapsed = party === 'SUCCESSOR';
        const known = starts.get(lapsed);
        if (known) await restoreSubmissions(app, known.before);
        else starts.set(lapsed, { id: await submissionAt(stage, lapsed), before: await storedSubmissions(app) });
        const { id, before } = starts.get(lapsed)!;
        const { next, code } = expected(action, stage, party);
        const answer = await send(action, people[party], id, stage);
        const name = `${action} by ${party}`;
        if (stage === 'WITHDRAWN' && action === SubmissionAction.SUBMIT) {
          // What was withdrawn stays so: another one begins.
          expect(answer.data.submitProject.submission).toMatchObject({
            state: 'SUBMITTED',
            id: expect.not.stringMatching(id),
          });
          expect(await learner.read(id)).toMatchObject({ state: 'WITHDRAWN' });
        } else if (next === undefined) {
          expect([name, answer.errors?.map(({ extensions }) => extensions.code)]).toEqual([name, [code]]);
          expect(await storedSubmissions(app)).toEqual(before);
        } else {
          expect([name, answer.errors]).toEqual([name, undefined]);
          const now = await learner.read(id);
          expect([name, now.state, now.stretchState]).toEqual([name, ...Object.values(standingAt(next))]);
          const events = now.history.edges.map(({ node }: any) => node);
          expect(events.at(-1)).toMatchObject({
            action,
            ...standingAt(next),
            by: party === 'LEARNER' ? 'LEARNER' : 'REVIEWER',
          });
          expect(events).toHaveLength(now.version);
          const implicitTake = (action === 'PASS' || action === 'REQUEST_CHANGES') && party !== 'HOLDER';
          expect([name, events.length - before.at(-1)!.length]).toEqual([name, implicitTake ? 2 : 1]);
        }
      }
    }
  },
  60_000,
);
