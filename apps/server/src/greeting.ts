import type { RunningInstallation } from './installation.ts';

export type Greeting = Pick<RunningInstallation, 'httpUrl' | 'dicom' | 'adminPassword'> & {
  roles: readonly string[];
  isDemo: boolean;
};

function signInLine(httpUrl: string | undefined, adminPassword: string | undefined): string[] {
  if (adminPassword !== undefined)
    return [
      `Sign in as admin with the password ${adminPassword} (made now, shown this once; change it under your name).`,
    ];
  return httpUrl === undefined ? [] : ['Sign in with your account (the first administrator is admin).'];
}

/** What a start says to the person before it: what this process serves, and where. */
export function greetingOf({ httpUrl, dicom, adminPassword, roles, isDemo }: Greeting): string {
  const lines = [
    httpUrl === undefined
      ? `PESSCARA is ready, without web app and API: the roles of this process are ${roles.join(', ')} (PESSCARA_ROLES).`
      : `PESSCARA is ready: ${httpUrl}`,
  ];
  if (dicom !== undefined)
    lines.push(
      `DICOM: ${dicom.aeTitle} at ${dicom.host}, port ${dicom.port}${dicom.tlsPort === null ? '' : `, TLS port ${dicom.tlsPort}`}`,
    );
  lines.push(...signInLine(httpUrl, adminPassword));
  if (isDemo) lines.push('The demonstration project is being filled; look at Quarantine.');
  return `${lines.join('\n')}\n`;
}
