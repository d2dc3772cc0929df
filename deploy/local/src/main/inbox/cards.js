// Adaptive Cards as Teams shows them: its spacing, its colours in the light and the dark theme, its subset of Markdown.

/* global AdaptiveCards, markdownit */

const ICON_SIZE = 18;

const PALETTES = {
  light: {
    default: { text: '#242424', subtle: '#616161', back: '#ffffff' },
    accent: { text: '#4f52b2', subtle: '#5b5fc7', back: '#e8ebfa' },
    good: { text: '#0e700e', subtle: '#107c10', back: '#e7f2da' },
    attention: { text: '#b10e1c', subtle: '#c50f1f', back: '#fdf3f4' },
    warning: { text: '#8a3707', subtle: '#9d5d00', back: '#fff4ce' },
    emphasis: '#f5f5f5',
    line: '#e0e0e0',
  },
  dark: {
    default: { text: '#ffffff', subtle: '#adadad', back: '#292929' },
    accent: { text: '#9ea2ff', subtle: '#7f85f5', back: '#2f2f4a' },
    good: { text: '#6cc46c', subtle: '#54b054', back: '#1d3a1d' },
    attention: { text: '#f1959d', subtle: '#e37d80', back: '#442726' },
    warning: { text: '#fce37c', subtle: '#f2c661', back: '#463d1a' },
    emphasis: '#1f1f1f',
    line: '#525252',
  },
};

function foregrounds(palette) {
  const pair = ({ text, subtle }) => ({ default: text, subtle });
  const { default: plain, accent, good, attention, warning } = palette;
  return {
    default: pair(plain),
    dark: { default: '#242424', subtle: '#616161' },
    light: { default: '#ffffff', subtle: '#d6d6d6' },
    accent: pair(accent),
    good: pair(good),
    attention: pair(attention),
    warning: pair(warning),
  };
}

function hostConfig(theme) {
  const palette = PALETTES[theme];
  const foregroundColors = foregrounds(palette);
  const style = (backgroundColor) => ({ backgroundColor, foregroundColors });
  return new AdaptiveCards.HostConfig({
    supportsInteractivity: true,
    fontFamily: '"Segoe UI", system-ui, -apple-system, "Noto Sans", sans-serif',
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: palette.line },
    imageSizes: { small: 32, medium: 52, large: 100 },
    containerStyles: {
      default: style(palette.default.back),
      emphasis: style(palette.emphasis),
      accent: style(palette.accent.back),
      good: style(palette.good.back),
      attention: style(palette.attention.back),
      warning: style(palette.warning.back),
    },
    actions: {
      maxActions: 6,
      spacing: 'default',
      buttonSpacing: 8,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
      iconPlacement: 'leftOfTitle',
      iconSize: ICON_SIZE,
      showCard: { actionMode: 'inline', inlineTopMargin: 12 },
    },
    factSet: {
      title: { weight: 'bolder', wrap: true, maxWidth: 150 },
      value: { wrap: true },
      spacing: 16,
    },
  });
}

let markdown;

// Bold, italic, lists and links: what Teams takes. HTML stays text, and so do headings, tables and images.
function renderMarkdown(text) {
  markdown ??= markdownit('zero', { html: false, linkify: false, breaks: true })
    .enable(['emphasis', 'link', 'list', 'escape', 'newline', 'entity']);
  return markdown.render(text);
}

function isWebAddress(address) {
  try {
    return ['http:', 'https:'].includes(new URL(address, window.location.href).protocol);
  } catch {
    return false;
  }
}

function tameLinks(element) {
  for (const link of element.querySelectorAll('a[href]')) {
    if (isWebAddress(link.getAttribute('href'))) {
      link.target = '_blank';
      link.rel = 'noopener noreferrer';
    } else {
      link.removeAttribute('href');
    }
  }
}

/** The element that shows a card. Throws if it cannot be shown. */
export function renderCard(content, theme) {
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = renderMarkdown(text);
    result.didProcess = true;
  };
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = hostConfig(theme);
  card.onExecuteAction = (action) => {
    if (action instanceof AdaptiveCards.OpenUrlAction && isWebAddress(action.url)) {
      window.open(action.url, '_blank', 'noopener,noreferrer');
    }
  };
  card.parse(content);
  const element = card.render();
  if (!element) {
    throw new Error('the card is empty');
  }
  tameLinks(element);
  return element;
}
