/** Whether a URL fits one of the match patterns of a `webRequest` filter (`<all_urls>`, `https://*.example/*`). */
export function matches(url: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => toRegExp(pattern).test(url));
}

function toRegExp(pattern: string): RegExp {
  if (pattern === '<all_urls>') return /^/;
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace('*.', '([^/]+\\.)?').replaceAll('*', '.*')}$`);
}
