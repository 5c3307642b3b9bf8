import type { DomainEvent } from '../../kernel/telemetry/domain-event';

export const publications: DomainEvent = { name: 'publications', help: 'Publications that this process made.' };
