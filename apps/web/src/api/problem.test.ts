import { describe, expect, it } from 'vitest';
import { adviceFor, type Problem } from './problem.ts';

const problem = (part: Partial<Problem>): Problem => ({
  status: 500,
  kind: '',
  title: 'It failed',
  detail: null,
  requestId: null,
  errors: [],
  ...part,
});

describe('what to do about a problem', () => {
  it('is what the server says of this case, and nothing that its status alone would say', () => {
    expect(adviceFor(problem({ status: 409, detail: 'Wait until it has ended, or cancel it.' }))).toBeNull();
    expect(adviceFor(problem({ status: 429, detail: 'Try again in 12 min.' }))).toBeNull();
    expect(adviceFor(problem({ status: 403, detail: 'This is not your password.' }))).toBeNull();
  });

  it('is told by the status where the server says nothing of the case', () => {
    expect(adviceFor(problem({ status: 403 }))).toContain('project lead');
    expect(adviceFor(problem({ status: 404 }))).toContain('removed');
    expect(adviceFor(problem({ status: 409 }))).toContain('newest state');
    const noSession = problem({ status: 401, detail: 'Send Authorization: Bearer with a token.' });
    expect(adviceFor(noSession)).toContain('Sign in');
  });

  it('points at mistakes, and says how a failure is reported, whatever the server says', () => {
    const errors = [{ pointer: '/body/key', detail: 'is needed' }];
    expect(adviceFor(problem({ status: 400, detail: 'A route cannot work.', errors }))).toContain('marked');
    expect(adviceFor(problem({ status: 500, detail: 'The bytes are missing.' }))).toContain('request id');
    expect(adviceFor(problem({ status: 0, detail: 'It may be restarting.' }))).toContain('network');
  });
});
