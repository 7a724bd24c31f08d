import openapiTypeScript, { astToString, type OpenAPI3 } from 'openapi-typescript';

/** The types of packages/api-client, made from the OpenAPI document. */
export async function clientTypes(openApi: Record<string, unknown>): Promise<string> {
  const types = astToString(
    await openapiTypeScript(withoutEndlessTypes(openApi) as OpenAPI3, {
      defaultNonNullable: false,
    }),
  );
  return `// Made by \`npm run generate\` from docs/reference/openapi.json; do not edit.\n\n${types}`;
}

// "Any JSON" is a schema that refers to itself, which TypeScript refuses as the type of a property: there it is `unknown`.
function withoutEndlessTypes(openApi: Record<string, unknown>): unknown {
  const text = JSON.stringify(openApi).replaceAll(/\{"\$ref":"#\/components\/schemas\/__schema\d+"\}/g, '{}');
  const document = JSON.parse(text) as { components: { schemas: Record<string, unknown> } };
  for (const name of Object.keys(document.components.schemas))
    if (name.startsWith('__schema')) delete document.components.schemas[name];
  return document;
}
