import { describe, expect, it } from 'vitest';
import { greetingOf } from './greeting.ts';

const dicom = { aeTitle: 'PESSCARA', host: '127.0.0.1', port: 11112, tlsPort: null };
const nothing = { httpUrl: undefined, dicom: undefined, adminPassword: undefined, isDemo: false };

describe('the greeting', () => {
  it('names the address of the web app, and how to sign in', () => {
    const text = greetingOf({
      ...nothing,
      httpUrl: 'http://127.0.0.1:8080',
      dicom,
      roles: ['http', 'dicom'],
    });
    expect(text).toContain('PESSCARA is ready: http://127.0.0.1:8080\n');
    expect(text).toContain('DICOM: PESSCARA at 127.0.0.1, port 11112\n');
    expect(text).toContain('Sign in with your account');
  });

  it.each([[['worker']], [['dicom', 'worker']]])(
    'of a process with the roles %j names them, and no address that it does not serve',
    (roles) => {
      const text = greetingOf({ ...nothing, ...(roles.includes('dicom') ? { dicom } : {}), roles });
      expect(text).toContain(`the roles of this process are ${roles.join(', ')}`);
      expect(text).not.toMatch(/ready: *$/m);
      expect(text).not.toContain('Sign in');
      expect(text.includes('DICOM:')).toBe(roles.includes('dicom'));
    },
  );

  it('shows a password that was made now whatever the roles are: it is shown this once', () => {
    expect(greetingOf({ ...nothing, adminPassword: 'made-just-now', roles: ['worker'] })).toContain(
      'made-just-now',
    );
  });
});
