import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { EmptyState, SkeletonRows, usePageTitle } from '../shared/ui/page.tsx';

/** No page at this address. */
export function NotFound() {
  usePageTitle('Not found');
  return (
    <div className="page">
      <h1 className="visually-hidden">Not found</h1>
      <EmptyState
        icon={<IconMapOff size={36} aria-hidden />}
        title="There is no page at this address"
        action={
          <Button component={Link} to="/">
            Go to my projects
          </Button>
        }
      >
        The link may be old, or a letter is missing. Nothing was lost.
      </EmptyState>
    </div>
  );
}

/** No page at this address, outside of the shell that has the main region otherwise. */
export function RootNotFound() {
  return (
    <main>
      <NotFound />
    </main>
  );
}

/** A page that could not be loaded. */
export function PageProblem(props: ErrorComponentProps) {
  const router = useRouter();
  usePageTitle('Problem');
  return (
    <div className="page page-narrow">
      <h1>This page could not be shown</h1>
      <ProblemNotice
        error={props.error}
        retry={() => {
          props.reset();
          void router.invalidate();
        }}
      />
      <div>
        <Link to="/">Go to my projects</Link>
      </div>
    </div>
  );
}

/** A page whose code or first answer is on its way. */
export function PagePending() {
  return (
    <div className="page">
      <SkeletonRows rows={8} />
    </div>
  );
}
