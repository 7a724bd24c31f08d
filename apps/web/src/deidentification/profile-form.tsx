import { Checkbox, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { OverridesTable } from './overrides-table.tsx';
import {
  type ProfileDocument,
  termsFrom,
  withBasis,
  withIodRule,
  withOption,
  withPrivateList,
} from './profile-document.ts';
import type { LintFinding, Vocabulary } from './queries.ts';
import { iodRules } from './setting-words.ts';

interface FormProps {
  document: ProfileDocument;
  vocabulary: Vocabulary;
  findings: readonly LintFinding[];
  /** Undefined: a version, which is only read. */
  onChange: ((document: ProfileDocument) => void) | undefined;
}

function Options({ document, vocabulary, onChange }: FormProps) {
  return (
    <section className="panel" id="field-options">
      <h2>Options of PS3.15 on top of the Basic Profile</h2>
      <fieldset className="profile-options">
        <legend className="visually-hidden">Options</legend>
        {vocabulary.options.map(({ code, meaning, effect }) => {
          const isChosen = document.options.includes(code);
          return (
            <label key={code} className="profile-option" data-chosen={isChosen}>
              <input
                type="checkbox"
                checked={isChosen}
                disabled={onChange === undefined}
                onChange={(event) => onChange?.(withOption(document, code, event.currentTarget.checked))}
              />
              <span>
                <strong>{meaning.replace(/ Option$/, '')}</strong> <span className="mono dim">{code}</span>
                <br />
                <span className="dim">{effect}</span>
              </span>
            </label>
          );
        })}
      </fieldset>
    </section>
  );
}

function Head({ document, vocabulary, onChange }: FormProps) {
  const isRead = onChange === undefined;
  return (
    <section className="panel stack">
      <div className="columns">
        <div id="field-title">
          <TextInput
            label="Title"
            value={document.title}
            readOnly={isRead}
            onChange={(event) => onChange?.({ ...document, title: event.currentTarget.value })}
          />
        </div>
        <div id="field-basis">
          <Select
            label="Basis of the use"
            description="What data rest on that Safe Harbor would not allow."
            placeholder="None stated"
            data={vocabulary.bases.map(({ name, meaning }) => ({
              value: name,
              label: `${name}: ${meaning}`,
            }))}
            value={document.basis ?? null}
            readOnly={isRead}
            clearable={!isRead}
            onChange={(basis) => onChange?.(withBasis(document, basis))}
          />
        </div>
        <div id="field-ageCapYears">
          <NumberInput
            label="Oldest age that stays"
            description="Above it, ages become one year more. Empty: no limit."
            value={document.ageCapYears ?? ''}
            min={1}
            max={998}
            allowDecimal={false}
            readOnly={isRead}
            onChange={(age) => onChange?.({ ...document, ageCapYears: typeof age === 'number' ? age : null })}
          />
        </div>
      </div>
    </section>
  );
}

function WhatStays({ document, onChange }: FormProps) {
  return (
    <section className="panel stack">
      <h2>What may stay</h2>
      {iodRules.map(({ member, label, description }) => (
        <Checkbox
          key={member}
          id={`field-${member}`}
          label={label}
          description={description}
          checked={document[member] === true}
          disabled={onChange === undefined}
          onChange={(event) => onChange?.(withIodRule(document, member, event.currentTarget.checked))}
        />
      ))}
    </section>
  );
}

function WordsAndLists({ document, vocabulary, onChange }: FormProps) {
  const isRead = onChange === undefined;
  return (
    <section className="panel stack">
      <h2>Words and private lists</h2>
      <div id="field-descriptorTerms">
        <TagsInput
          label="Words that cleaned descriptions may keep"
          description="Besides the built-in dictionary of anatomy, sequences and techniques."
          placeholder={document.descriptorTerms.length === 0 ? 'GLIOMA' : ''}
          value={document.descriptorTerms}
          readOnly={isRead}
          splitChars={[',', ' ', ';']}
          acceptValueOnBlur
          onChange={(words) => onChange?.({ ...document, descriptorTerms: termsFrom(words) })}
        />
      </div>
      <div id="field-privateLists" className="stack" style={{ gap: 4 }}>
        {vocabulary.privateLists.map(({ name, title }) => (
          <Checkbox
            key={name}
            label={title}
            description={`${name}; acts with Retain Safe Private`}
            checked={document.privateLists?.includes(name) ?? false}
            disabled={isRead}
            onChange={(event) => onChange?.(withPrivateList(document, name, event.currentTarget.checked))}
          />
        ))}
      </div>
    </section>
  );
}

/** A profile as a form: what each choice does stands beside it. */
export function ProfileForm(props: FormProps) {
  const { document, onChange } = props;
  return (
    <div className="stack">
      <Head {...props} />
      <Options {...props} />
      <OverridesTable
        overrides={document.overrides}
        findings={props.findings}
        vocabulary={props.vocabulary}
        onChange={onChange === undefined ? undefined : (overrides) => onChange({ ...document, overrides })}
      />
      <WhatStays {...props} />
      <WordsAndLists {...props} />
    </div>
  );
}
