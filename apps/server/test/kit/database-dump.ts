import pg from 'pg';

/** A value of a table as it is kept, with its place. */
export interface DumpedValue {
  where: string;
  bytes: Buffer;
}

const byteaType = 17;

/** Every value of every table of every schema of a database, as its owner sees it. */
export async function* dumpedValues(databaseUrl: string): AsyncGenerator<DumpedValue> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const tables = await client.query<{ schema: string; name: string }>(
      `select schemaname as schema, tablename as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1, 2`,
    );
    for (const { schema, name } of tables.rows) {
      const text = `select * from ${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
      // As text: what a dump would hold. Only bytes are taken out of their hexadecimal form.
      const { rows, fields } = await client.query<(string | null)[]>({
        text,
        rowMode: 'array',
        types: { getTypeParser: () => (value: string) => value },
      });
      for (const row of rows)
        for (const [index, value] of row.entries()) {
          const { name: column, dataTypeID } = fields[index] as pg.FieldDef;
          if (value === null) continue;
          const bytes = dataTypeID === byteaType ? Buffer.from(value.slice(2), 'hex') : Buffer.from(value);
          yield { where: `${schema}.${name}.${column}`, bytes };
        }
    }
  } finally {
    await client.end();
  }
}
