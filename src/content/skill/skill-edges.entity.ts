import { Entity } from 'typeorm';
import { edgeTo } from '../publishing/edge-row';

/** This skill is contained in a wider one. */
@Entity()
export class SkillBroader extends edgeTo('skill_broader', 'skill') {}

/** This skill presupposes another. */
@Entity()
export class SkillPrerequisite extends edgeTo('skill_prerequisite', 'skill') {}

/** What was shown of another skill counts for this one. The other one need not be public any more. */
@Entity()
export class SkillReplaces extends edgeTo('skill_replaces', 'replaced') {}
