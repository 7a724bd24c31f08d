import { useNavigate } from '@tanstack/react-router';
import { type KeyAction, useKeyActions } from '../shared/keys.ts';

/** `g` then a letter goes to a page; project pages only while a project is open. */
export function useJumpKeys(project: string | undefined): void {
  const navigate = useNavigate();
  const inProject: KeyAction[] =
    project === undefined
      ? []
      : [
          {
            keys: 'G O',
            name: 'overview',
            run: () => void navigate({ to: '/p/$project', params: { project } }),
          },
          {
            keys: 'G B',
            name: 'browse',
            run: () => void navigate({ to: '/p/$project/browse', params: { project } }),
          },
          {
            keys: 'G U',
            name: 'upload',
            run: () => void navigate({ to: '/p/$project/upload', params: { project } }),
          },
          {
            keys: 'G Q',
            name: 'quarantine',
            run: () => void navigate({ to: '/p/$project/quarantine', params: { project } }),
          },
        ];
  useKeyActions('Go to', [
    { keys: 'G H', name: 'home', run: () => void navigate({ to: '/' }) },
    { keys: 'G R', name: 'receivers', run: () => void navigate({ to: '/receivers' }) },
    ...inProject,
  ]);
}
