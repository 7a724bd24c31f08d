import type { TSESLint } from '@typescript-eslint/utils';

// Spelled in two halves, so that this rule may stand in the files it checks.
const promise = new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')}|XXX)\\b(?! ?\\(?#\\d+)`);

/** What is left to do is an issue; a comment may point at it by number, and does not stand for it. */
export const todoWithIssue: TSESLint.RuleModule<'withoutIssue'> = {
  meta: {
    type: 'suggestion',
    docs: { description: 'Comments about work to come name their issue' },
    messages: { withoutIssue: 'Name the issue: "{{word}} #12".' },
    schema: [],
  },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          const word = promise.exec(comment.value)?.[1];
          if (word !== undefined)
            context.report({ loc: comment.loc, messageId: 'withoutIssue', data: { word } });
        }
      },
    };
  },
};
