import { Role } from '../../src/accounts/role';
import { type Caller, callers } from '../setup/callers';

/** Who may use a root field. No role implies another, so each that may is named. */
const everybody: readonly Caller[] = callers;
const nobodyButEditors: readonly Caller[] = [Role.EDITOR, Role.PUBLISHER, 'EDITOR token'];
const publishers: readonly Caller[] = [Role.PUBLISHER];
const admins: readonly Caller[] = [Role.ADMIN];
/** Whoever signed in, and no API token. */
const people: readonly Caller[] = [Role.LEARNER, Role.EDITOR, Role.PUBLISHER, Role.REVIEWER, Role.ADMIN];

/** Whoever signed in, be it with an API token. */
const whoeverSignedIn: readonly Caller[] = [...people, 'EDITOR token'];

/**
 * The reviewed answer of every root field to every caller: these may, the others are refused. A new root field makes the
 * test red until somebody has thought about it and written it down here.
 */
export const accessMatrix: Readonly<Record<string, readonly Caller[]>> = {
  'Mutation.addToRelease': nobodyButEditors,
  'Mutation.archiveDocument': nobodyButEditors,
  'Mutation.cancelRelease': publishers,
  'Mutation.changePassword': people,
  'Mutation.claimAttempts': whoeverSignedIn,
  'Mutation.createApiToken': people,
  'Mutation.createPreviewToken': nobodyButEditors,
  'Mutation.createRelease': nobodyButEditors,
  'Mutation.deleteRelease': nobodyButEditors,
  'Mutation.grantRole': admins,
  'Mutation.publish': publishers,
  'Mutation.publishRelease': publishers,
  'Mutation.recordProgress': everybody,
  'Mutation.refreshSession': everybody,
  'Mutation.register': everybody,
  'Mutation.removeFromRelease': nobodyButEditors,
  'Mutation.renameRelease': nobodyButEditors,
  'Mutation.renameSlug': nobodyButEditors,
  'Mutation.restoreDocument': nobodyButEditors,
  'Mutation.restoreEdition': nobodyButEditors,
  'Mutation.revertPublication': publishers,
  'Mutation.revokeApiToken': people,
  'Mutation.revokePreviewToken': nobodyButEditors,
  'Mutation.revokeRole': admins,
  'Mutation.rotateSigningKey': admins,
  'Mutation.saveAnswers': everybody,
  'Mutation.saveAssessment': nobodyButEditors,
  'Mutation.saveCareer': nobodyButEditors,
  'Mutation.saveEmployer': nobodyButEditors,
  'Mutation.saveIndustry': nobodyButEditors,
  'Mutation.saveLevel': nobodyButEditors,
  'Mutation.saveProject': nobodyButEditors,
  'Mutation.saveQuestion': nobodyButEditors,
  'Mutation.saveSkill': nobodyButEditors,
  'Mutation.saveSource': nobodyButEditors,
  'Mutation.scheduleRelease': publishers,
  'Mutation.selfReviewAnswer': everybody,
  'Mutation.signIn': everybody,
  'Mutation.signOut': everybody,
  'Mutation.startAttempt': everybody,
  'Mutation.submitAttempt': everybody,
  'Mutation.unpublish': publishers,
  'Query.anonymousLearner': everybody,
  'Query.assessment': everybody,
  'Query.assessments': everybody,
  'Query.attempt': everybody,
  'Query.auditLog': admins,
  'Query.career': everybody,
  'Query.careers': everybody,
  'Query.changesSince': everybody,
  'Query.diffEditions': nobodyButEditors,
  'Query.document': nobodyButEditors,
  'Query.documents': nobodyButEditors,
  'Query.employer': everybody,
  'Query.employers': everybody,
  'Query.industries': everybody,
  'Query.industry': everybody,
  'Query.level': everybody,
  'Query.levels': everybody,
  'Query.node': everybody,
  'Query.nodes': everybody,
  'Query.previewTokens': nobodyButEditors,
  'Query.project': everybody,
  'Query.projects': everybody,
  'Query.publications': everybody,
  'Query.publishPlan': nobodyButEditors,
  'Query.question': everybody,
  'Query.questions': everybody,
  'Query.release': nobodyButEditors,
  'Query.releases': nobodyButEditors,
  'Query.skill': everybody,
  'Query.skills': everybody,
  'Query.source': everybody,
  'Query.sources': everybody,
  'Query.users': admins,
  'Query.viewer': everybody,
};

/**
 * What anybody may use and what tells only about the caller's own account, or about the attempts and the progress of who holds a
 * token; the rest that anybody may use is content.
 */
export const aboutTheCaller: readonly string[] = [
  'Mutation.recordProgress',
  'Mutation.refreshSession',
  'Mutation.register',
  'Mutation.saveAnswers',
  'Mutation.selfReviewAnswer',
  'Mutation.signIn',
  'Mutation.signOut',
  'Mutation.startAttempt',
  'Mutation.submitAttempt',
  'Query.anonymousLearner',
  'Query.attempt',
  'Query.viewer',
];

/** The object types that no content leads to. A new one makes the test red until somebody has written it down here. */
export const hiddenTypes: readonly string[] = [
  'AddToReleasePayload',
  'AffectedItem',
  'AffectedLineage',
  'AnonymousLearner',
  'ApiToken',
  'Attempt',
  'AttemptConnection',
  'AttemptEdge',
  'AttemptItem',
  'AttemptResult',
  'AuditEntry',
  'AuditEntryConnection',
  'AuditEntryEdge',
  'Author',
  'CancelReleasePayload',
  'CareerAffinity',
  'CareerReason',
  'ChangePasswordPayload',
  'ClaimAttemptsPayload',
  'CreateApiTokenPayload',
  'CreatePreviewTokenPayload',
  'CreateReleasePayload',
  'DeleteReleasePayload',
  'Document',
  'DocumentConnection',
  'DocumentEdge',
  'DocumentPayload',
  'Edition',
  'EditionConnection',
  'EditionEdge',
  'FieldChange',
  'GrantRolePayload',
  'Paper',
  'PaperItem',
  'PlanEffect',
  'PlannedChange',
  'PreviewToken',
  'PreviewTokenConnection',
  'PreviewTokenEdge',
  'Progress',
  'ProgressChange',
  'ProgressChangeConnection',
  'ProgressChangeEdge',
  'ProgressConnection',
  'ProgressEdge',
  'PublicationPayload',
  'PublishPlan',
  'PublishProblem',
  'PublishReleasePayload',
  'RecordProgressPayload',
  'RefreshSessionPayload',
  'RegisterPayload',
  'Release',
  'ReleaseConflict',
  'ReleaseConnection',
  'ReleaseDocumentConnection',
  'ReleaseDocumentEdge',
  'ReleaseEdge',
  'RemoveFromReleasePayload',
  'RenameReleasePayload',
  'ResultAdvice',
  'ResultSection',
  'ReviewAvailability',
  'ReviewItem',
  'RevokeApiTokenPayload',
  'RevokePreviewTokenPayload',
  'RevokeRolePayload',
  'RotateSigningKeyPayload',
  'RubricItem',
  'SaveAnswersPayload',
  'ScheduleReleasePayload',
  'SelfReviewAnswerPayload',
  'SignInPayload',
  'SignOutPayload',
  'StartAttemptPayload',
  'SubmitAttemptPayload',
  'User',
  'UserConnection',
  'UserEdge',
  'Viewer',
];

/** A document's life: never published, public as it is, and put away. */
export const states = ['draft', 'published', 'archived'] as const;
export type State = (typeof states)[number];

/** What a caller who may use the field is told about a document of each state: the answer, or the code of the refusal. */
export const stateMatrix: Readonly<Record<string, Readonly<Record<State, string>>>> = {
  'Mutation.addToRelease': { draft: 'done', published: 'done', archived: 'CONFLICT' },
  'Mutation.archiveDocument': { draft: 'done', published: 'CONFLICT', archived: 'CONFLICT' },
  'Mutation.publish': { draft: 'done', published: 'CONFLICT', archived: 'CONFLICT' },
  'Mutation.renameSlug': { draft: 'done', published: 'done', archived: 'done' },
  'Mutation.restoreDocument': { draft: 'CONFLICT', published: 'CONFLICT', archived: 'done' },
  'Mutation.restoreEdition': { draft: 'done', published: 'done', archived: 'CONFLICT' },
  'Mutation.saveIndustry': { draft: 'done', published: 'done', archived: 'CONFLICT' },
  'Mutation.unpublish': { draft: 'CONFLICT', published: 'done', archived: 'CONFLICT' },
  'Query.diffEditions': { draft: 'done', published: 'done', archived: 'done' },
  'Query.document': { draft: 'done', published: 'done', archived: 'done' },
  'Query.publishPlan': { draft: 'done', published: 'done', archived: 'CONFLICT' },
};

/** In which perspectives content of each state is there; publication:1 is older than all of it. */
export const visibility: Readonly<Record<State, readonly string[]>> = {
  draft: ['draft'],
  published: ['published', 'draft'],
  archived: [],
};

/** The root fields by which an anonymous caller reads content. */
export const publicRoots: readonly string[] = Object.keys(accessMatrix).filter(
  (root) => accessMatrix[root]!.includes('anonymous') && !aboutTheCaller.includes(root),
);
