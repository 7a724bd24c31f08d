import { z } from 'zod';
import { defineEvent } from '../kernel/events/index.ts';

export const projectCreated = defineEvent({
  type: 'projects.project.created',
  version: 1,
  data: z.object({ key: z.string() }),
  description: 'A project was made.',
});

export const projectChanged = defineEvent({
  type: 'projects.project.changed',
  version: 1,
  data: z.object({ key: z.string() }),
  description: 'A project’s name, settings or state changed.',
});

export const membersChanged = defineEvent({
  type: 'projects.members.changed',
  version: 1,
  data: z.object({ key: z.string() }),
  description: 'Someone became a member of a project, changed roles, or left.',
});
