import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { CaseDetail, FaceStanding } from '../../api/types.ts';
import { useProject } from '../../projects/queries.ts';
import { Notice, ProblemNotice, type Tone, toastProblem } from '../../shared/ui/notice.tsx';
import { When } from '../../shared/ui/when.tsx';
import { isUndecided } from '../queue.ts';
import { decideFace, type FaceDecision, facePictures, facePictureUrl, faceQuery } from './face-queries.ts';
import { FaceReasonDialog } from './face-reason-dialog.tsx';

type State = FaceStanding['state'];

const words: Record<Exclude<State, 'not-asked'>, readonly [tone: Tone, title: string]> = {
  waiting: ['info', 'The face is being removed'],
  'not-applicable': ['info', 'No face can be seen'],
  defaced: ['info', 'The face was removed'],
  'not-defaced': ['warn', 'The face was not removed'],
  accepted: ['good', 'The face was removed, and accepted'],
  restoring: ['info', 'The images with the face are being restored'],
  restored: ['warn', 'The images show the face again'],
  exempted: ['warn', 'The face may be seen'],
};

const captions: Record<(typeof facePictures)[number], string> = {
  face: 'from the front',
  sagittal: 'from the side',
  axial: 'at the eyes',
  coronal: 'behind the forehead',
};

/** What was measured, in a sentence. */
function measured({ state, measures }: FaceStanding): string | null {
  const { skinRemovedShare, brainMl } = measures;
  if (skinRemovedShare === undefined || brainMl === undefined) return null;
  const share = `${Math.round(skinRemovedShare * 100)} % of the skin of the face`;
  return state === 'not-defaced'
    ? `${share} could have been removed. Brain: ${brainMl} ml.`
    : `${share} is gone, and no voxel of the brain (${brainMl} ml) was changed.`;
}

function Pictures(props: { project: string; caseId: string }) {
  return (
    <div className="face-pictures">
      {facePictures.map((picture) => (
        <figure key={picture}>
          {(['before', 'after'] as const).map((moment) => (
            <img
              key={moment}
              src={facePictureUrl(props.project, props.caseId, picture, moment)}
              alt={`The head ${captions[picture]}, ${moment} the face was removed`}
              decoding="async"
            />
          ))}
          <figcaption>{captions[picture]}: before, after</figcaption>
        </figure>
      ))}
    </div>
  );
}

function Actions(props: { face: FaceStanding; busy: boolean; onChoose: (decision: FaceDecision) => void }) {
  const { face, busy, onChoose } = props;
  return (
    <div className="row">
      {face.state === 'defaced' ? (
        <Button size="xs" variant="light" color="teal" disabled={busy} onClick={() => onChoose('accept')}>
          Accept the result
        </Button>
      ) : null}
      {face.mayRestore ? (
        <Button size="xs" variant="default" disabled={busy} onClick={() => onChoose('restore')}>
          Restore the face…
        </Button>
      ) : null}
      {face.state === 'not-defaced' ? (
        <Button size="xs" variant="light" color="red" disabled={busy} onClick={() => onChoose('exempt')}>
          Let it pass…
        </Button>
      ) : null}
    </div>
  );
}

function Standing(props: { face: FaceStanding; children: ReactNode }) {
  const { face } = props;
  if (face.state === 'not-asked') return null;
  const [tone, title] = words[face.state];
  return (
    <Notice tone={tone} title={title} role="status">
      {face.detail === null ? null : <p>{face.detail}</p>}
      {measured(face) === null ? null : <p>{measured(face)}</p>}
      {face.decision === null ? null : (
        <p>
          Decided by {face.decision.byName}, <When iso={face.decision.at} ago />
          {face.decision.reason ? `: “${face.decision.reason}”` : '.'}
        </p>
      )}
      {props.children}
    </Notice>
  );
}

/** What became of the face in a case: before and after, and the decision about it. Nothing where none was asked for. */
export function FacePanel(props: { one: CaseDetail }) {
  const { one } = props;
  const project = useProject();
  const client = useQueryClient();
  const face = useQuery(faceQuery(project.key, one.id));
  const [asking, setAsking] = useState<'restore' | 'exempt' | null>(null);
  const decision = useMutation({
    mutationFn: (chosen: { decision: FaceDecision; reason?: string }) =>
      decideFace(project.key, one.id, chosen),
    onSuccess: (changed) => client.setQueryData(faceQuery(project.key, one.id).queryKey, changed),
    onError: toastProblem,
    onSettled: () => client.invalidateQueries({ queryKey: ['quarantine', project.key] }),
  });
  if (face.error) return <ProblemNotice error={face.error} />;
  if (face.data === undefined || face.data.state === 'not-asked') return null;
  return (
    <section className="face-panel" aria-label="Face">
      <Standing face={face.data}>
        {isUndecided(one) ? (
          <Actions
            face={face.data}
            busy={decision.isPending}
            onChoose={(chosen) =>
              chosen === 'accept' ? decision.mutate({ decision: 'accept' }) : setAsking(chosen)
            }
          />
        ) : null}
      </Standing>
      {face.data.hasPictures ? <Pictures project={project.key} caseId={one.id} /> : null}
      {asking === null ? null : (
        <FaceReasonDialog
          decision={asking}
          onClose={() => setAsking(null)}
          onDecide={(reason) => {
            setAsking(null);
            decision.mutate({ decision: asking, reason });
          }}
        />
      )}
    </section>
  );
}
