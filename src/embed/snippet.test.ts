import { describe, expect, it } from 'vitest';
import { embedAddress, embedSnippet } from './snippet.ts';

describe('embed snippet', () => {
  it('addresses the embed beside the page, from any path', () => {
    expect(embedAddress({ page: 'https://a.example/tools/rp/?present=1#old', hash: 'AbC', theme: 'dark' })).toBe(
      'https://a.example/tools/rp/embed.html?theme=dark#AbC',
    );
    expect(embedAddress({ page: 'https://a.example/rp/index.html', hash: '' })).toBe('https://a.example/rp/embed.html');
  });

  it('is one iframe whose attributes nothing breaks out of', () => {
    const snippet = embedSnippet({
      page: 'https://a.example/"><script>alert(1)</script>/',
      hash: '"><img src=x>',
      title: 'Lecture 3 "caches" <b>&</b>',
    });
    expect(snippet).toMatch(/^<iframe [^<>]*><\/iframe>$/);
    expect(snippet).toContain('title="Lecture 3 &quot;caches&quot; &lt;b&gt;&amp;&lt;/b&gt;"');
    expect(snippet).toContain('sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"');
  });
});
