const PAGE = 30;
const MOST = 100;

export interface Asked {
  /** The request's own address, without its query. */
  url: string;
  query: URLSearchParams;
}

export interface Page<T> {
  items: T[];
  page: number;
  perPage: number;
  headers: Record<string, string>;
}

/** One page of a list and the header that leads to the others. As on GitHub, sizes that make no sense are mended. */
export function pageOf<T>(all: readonly T[], { url, query }: Asked): Page<T> {
  const perPage = Math.min(whole(query.get('per_page')) ?? PAGE, MOST);
  const page = whole(query.get('page')) ?? 1;
  const last = Math.max(1, Math.ceil(all.length / perPage));
  const relations: Array<[rel: string, page: number]> = [];
  if (page > 1) relations.push(['prev', Math.min(page - 1, last)]);
  if (page < last) relations.push(['next', page + 1], ['last', last]);
  if (page > 1) relations.push(['first', 1]);
  const links = relations.map(([rel, to]) => `<${url}?${withPage(query, to)}>; rel="${rel}"`);
  return {
    items: all.slice((page - 1) * perPage, page * perPage),
    ...{ page, perPage },
    headers: links.length > 0 ? { link: links.join(', ') } : {},
  };
}

function whole(text: string | null): number | undefined {
  return text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

function withPage(query: URLSearchParams, page: number): string {
  const next = new URLSearchParams(query);
  next.set('page', String(page));
  return next.toString();
}
