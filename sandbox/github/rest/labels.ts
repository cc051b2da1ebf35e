import { makeLabel } from '../make.js';
import type { Label, Repo } from '../model.js';
import { fieldsOf, writableRepo } from './allow.js';
import { labelBody } from './bodies.js';
import { repoOf } from './find.js';
import { labelName, newColour, optionalText } from './input.js';
import { pageOf } from './pages.js';
import { invalid, notFound } from './problem.js';
import type { RestAnswer, RestRequest } from './routes.js';

const LONGEST_DESCRIPTION = 100;

/** `GET …/labels`, by name. */
export function listLabels({ world, api, params, path, query }: RestRequest): RestAnswer {
  const repo = repoOf(world, params);
  const all = [...repo.labels.values()].sort((a, b) =>
    a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1,
  );
  const page = pageOf(all, { url: `${api}${path}`, query });
  const body = page.items.map((label) => labelBody(api, { repo, label }));
  return { status: 200, body, headers: page.headers };
}

export function showLabel({ world, api, params }: RestRequest): RestAnswer {
  const repo = repoOf(world, params);
  return { status: 200, body: labelBody(api, { repo, label: labelOf(repo, params.name) }) };
}

/** `POST …/labels`: 422 for a name that the repository has, whatever its case. */
export function postLabel(request: RestRequest): RestAnswer {
  const repo = writableRepo(request);
  const fields = fieldsOf(request, ['name', 'color', 'description']);
  const name = labelName(fields.name);
  const color = newColour(fields.color);
  const description = descriptionOf(fields.description);
  if (repo.labels.has(name.toLowerCase())) throw taken();
  const label = makeLabel(request.world, repo, { name, color, description });
  return { status: 201, body: labelBody(request.api, { repo, label }) };
}

/** `PATCH …/labels/:name`: issues keep the label under its new name. */
export function patchLabel(request: RestRequest): RestAnswer {
  const repo = writableRepo(request);
  const label = labelOf(repo, request.params.name);
  const fields = fieldsOf(request, ['new_name', 'color', 'description']);
  const name = fields.new_name === undefined ? label.name : labelName(fields.new_name);
  const color = fields.color === undefined ? label.color : newColour(fields.color);
  const description =
    fields.description === undefined ? label.description : descriptionOf(fields.description);
  const other = repo.labels.get(name.toLowerCase());
  if (other && other !== label) throw taken();
  repo.labels.delete(label.name.toLowerCase());
  repo.labels.set(name.toLowerCase(), Object.assign(label, { name, color, description }));
  return { status: 200, body: labelBody(request.api, { repo, label }) };
}

function labelOf(repo: Repo, name = ''): Label {
  const label = repo.labels.get(name.toLowerCase());
  if (!label) throw notFound();
  return label;
}

function descriptionOf(value: unknown): string | null {
  return optionalText(value, { field: 'description', most: LONGEST_DESCRIPTION, resource: 'Label' });
}

function taken(): Error {
  return invalid({ resource: 'Label', field: 'name', code: 'already_exists' });
}
