import { options } from 'preact';

/**
 * In SVG the case of an attribute counts, and Preact writes React's `tabIndex` as it stands: every mark of the chart
 * would be a tab stop. Without effect where the page runs on React (development, tests).
 */
const before = options.vnode;
options.vnode = (node) => {
  const props: Record<string, unknown> = node.props;
  if (typeof node.type === 'string' && 'tabIndex' in props) {
    props['tabindex'] = props['tabIndex'];
    delete props['tabIndex'];
  }
  before?.(node);
};
