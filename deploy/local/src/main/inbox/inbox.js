// The page of the local inbox. Everything that arrived is text to it, never markup.

import { renderCard } from '/inbox/assets/cards.js';

const THEME_KEY = 'iris-inbox-theme';
const MINUTE = 60_000;
const list = document.getElementById('messages');
const shown = new Map();
let channel = '';
let refreshing = false;
let refreshAgain = false;

// --- small things

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function theme() {
  return document.documentElement.dataset.theme;
}

function since(instant) {
  const minutes = Math.floor((Date.now() - new Date(instant)) / MINUTE);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  return new Date(instant).toLocaleString();
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function bytes(text) {
  const size = new TextEncoder().encode(text).length;
  return size < 1024 ? `${size} B` : `${(size / 1024).toFixed(1)} KiB`;
}

function code(text) {
  const pre = element('pre', 'code');
  pre.append(element('code', '', text));
  return pre;
}

// --- what a message looks like, one view per tab; a view is made when it is looked at

function cardView(message) {
  const frame = element('div', 'card');
  const draw = () => {
    frame.replaceChildren();
    try {
      for (const attachment of JSON.parse(message.payload).attachments) {
        frame.append(renderCard(attachment.content, theme()));
      }
    } catch (problem) {
      frame.append(element('p', 'broken', `This card cannot be shown: ${problem.message}`));
    }
  };
  draw();
  frame.redraw = draw;
  return frame;
}

function mailFrame(message) {
  const frame = element('iframe', 'mail-frame');
  frame.title = `Mail: ${message.subject}`;
  // No scripts and no origin; the answer's own policy says the same and forbids it to load anything from elsewhere.
  frame.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox');
  frame.referrerPolicy = 'no-referrer';
  frame.loading = 'lazy';
  frame.src = `/inbox/mail/${encodeURIComponent(message.id)}/html`;
  return frame;
}

function mailText(message) {
  const view = element('div', 'text');
  mailParts(message).then((mail) => view.append(element('pre', 'plain', mail.text || '(no text part)')));
  return view;
}

function headerTable(headers) {
  const table = element('dl', 'headers');
  for (const [name, value] of Object.entries(headers)) {
    table.append(element('dt', '', name), element('dd', '', value));
  }
  return table;
}

async function mailParts(message) {
  const answer = await fetch(`/inbox/mail/${encodeURIComponent(message.id)}`);
  return answer.json();
}

const VIEWS = {
  teams: [
    ['Card', cardView],
    ['JSON', (message) => code(pretty(message.payload))],
  ],
  mail: [
    ['HTML', mailFrame],
    ['Text', mailText],
    ['Source', (message) => code(message.payload)],
  ],
  webhook: [
    ['Body', (message) => code(pretty(message.payload))],
    ['Headers', (message) => headerTable(message.headers)],
  ],
};

function tabs(message) {
  const bar = element('div', 'tabs');
  const body = element('div', 'body');
  const views = VIEWS[message.channel];
  const show = (index) => {
    body.replaceChildren(views[index][1](message));
    [...bar.children].forEach((button, i) => button.setAttribute('aria-pressed', String(i === index)));
  };
  views.forEach(([name], index) => {
    const button = element('button', '', name);
    button.type = 'button';
    button.addEventListener('click', () => show(index));
    bar.append(button);
  });
  show(0);
  return [bar, body];
}

function article(message) {
  const item = element('li', `message ${message.channel}`);
  const head = element('div', 'head');
  const time = element('time', '', since(message.at));
  time.dateTime = message.at;
  time.title = new Date(message.at).toLocaleString();
  const to = element('span', 'to', `to ${message.recipient}`);
  head.append(element('span', 'badge', message.channel), to, element('span', 'size', bytes(message.payload)), time);
  const [bar, body] = tabs(message);
  head.append(bar);
  item.append(head);
  if (message.channel !== 'teams') item.append(element('h2', '', message.subject || '(no subject)'));
  item.append(body);
  return item;
}

// --- the list

async function fetchPage(before) {
  const query = new URLSearchParams({ channel, ...(before ? { before } : {}) });
  const answer = await fetch(`/inbox/feed?${query}`);
  if (!answer.ok) throw new Error(`the feed answers ${answer.status}`);
  return answer.json();
}

function paintState(page) {
  document.getElementById('count').textContent = `${page.total} ${page.total === 1 ? 'message' : 'messages'}`;
  document.getElementById('empty').hidden = page.total > 0;
}

function clear() {
  shown.clear();
  list.replaceChildren();
}

async function refresh() {
  if (refreshing) {
    refreshAgain = true;
    return;
  }
  refreshing = true;
  try {
    const page = await fetchPage();
    const gap = page.items.length > 0 && shown.size > 0 && !page.items.some((item) => shown.has(item.id));
    if (page.total < shown.size || gap) clear();
    const top = list.firstChild;
    const wasEmpty = shown.size === 0;
    for (const message of page.items) {
      if (!shown.has(message.id)) {
        const item = article(message);
        shown.set(message.id, item);
        list.insertBefore(item, top);
      }
    }
    if (wasEmpty) document.getElementById('older').hidden = !page.more;
    paintState(page);
  } finally {
    refreshing = false;
    if (refreshAgain) {
      refreshAgain = false;
      refresh();
    }
  }
}

async function older() {
  const page = await fetchPage([...shown.keys()].reduce((a, b) => (a < b ? a : b)));
  for (const message of page.items) {
    const item = article(message);
    shown.set(message.id, item);
    list.append(item);
  }
  document.getElementById('older').hidden = !page.more;
}

function choose(button) {
  channel = button.dataset.channel;
  document.querySelectorAll('nav button').forEach((b) => b.setAttribute('aria-pressed', String(b === button)));
  clear();
  refresh();
}

// --- theme

function paintTheme(name) {
  document.documentElement.dataset.theme = name;
  document.getElementById('theme').textContent = name === 'dark' ? 'Light' : 'Dark';
  document.querySelectorAll('.card').forEach((card) => card.redraw());
}

function preferredTheme() {
  const asked = new URLSearchParams(window.location.search).get('theme') ?? localStorage.getItem(THEME_KEY);
  if (asked === 'dark' || asked === 'light') return asked;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

function live(state) {
  const sign = document.getElementById('live');
  sign.textContent = state;
  sign.dataset.state = state;
}

// --- start

paintTheme(preferredTheme());
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => paintTheme(preferredTheme()));
document.getElementById('theme').addEventListener('click', () => {
  const name = theme() === 'dark' ? 'light' : 'dark';
  localStorage.setItem(THEME_KEY, name);
  paintTheme(name);
});
document.querySelectorAll('nav button').forEach((button) => button.addEventListener('click', () => choose(button)));
document.getElementById('older').addEventListener('click', older);
setInterval(() => document.querySelectorAll('time').forEach((time) => { time.textContent = since(time.dateTime); }), MINUTE / 2);
refresh();
const events = new EventSource('/inbox/events');
events.addEventListener('open', () => { live('live'); refresh(); });
events.addEventListener('changed', refresh);
events.addEventListener('error', () => live('reconnecting'));
