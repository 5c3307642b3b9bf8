import type { DomainEvent } from '../../kernel/telemetry/domain-event';

export const attemptsStarted: DomainEvent = {
  name: 'attempts_started',
  help: 'Attempts that this process started.',
};
export const attemptsSubmitted: DomainEvent = {
  name: 'attempts_submitted',
  help: 'Attempts that their learners handed in.',
};
export const attemptsExpired: DomainEvent = {
  name: 'attempts_expired',
  help: 'Attempts that were closed because their time had run out.',
};
