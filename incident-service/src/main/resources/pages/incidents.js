// Asks the API and shows what it answers. Everything that comes from an alert is written as text, never as markup.
'use strict';

const main = document.getElementById('main');
const FILTERS = ['status', 'alertName', 'instance', 'severity', 'service', 'serviceType', 'from', 'to', 'q', 'notification',
  'audience', 'notifiedFrom', 'notifiedTo'];

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function show(...children) {
  main.replaceChildren(...children);
}

async function ask(path) {
  const key = sessionStorage.getItem('iris-key');
  const answer = await fetch(path, { headers: key ? { 'X-API-Key': key } : {} });
  if (answer.status === 401 || answer.status === 403) {
    throw new Refused();
  }
  const body = await answer.json();
  if (!answer.ok) {
    throw new Error(body.detail || body.title || `Iris answered ${answer.status}.`);
  }
  return body;
}

class Refused extends Error {}

function askForKey() {
  const input = element('input', { type: 'password', placeholder: 'API key', 'aria-label': 'API key', autocomplete: 'off' });
  const form = element('form', {}, input, element('button', {}, 'Use this key'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    sessionStorage.setItem('iris-key', input.value.trim());
    start();
  });
  show(element('p', {}, 'Iris wants an API key to show incidents. It is kept until this tab is closed.'), form);
}

function time(text) {
  const when = new Date(text);
  const shown = Number.isNaN(when.getTime()) ? text : when.toLocaleString();
  return element('time', { datetime: text, title: text }, shown);
}

function tone(severity) {
  if (['critical', 'page', 'fatal', 'emergency', 'disaster', 'error', 'high'].includes(severity)) {
    return 'critical';
  }
  return ['warning', 'warn', 'major', 'average', 'minor'].includes(severity) ? 'warning' : 'info';
}

function badges(incident) {
  return [
    element('span', { class: `badge ${tone(incident.severity)}` }, incident.severity),
    element('span', { class: `badge ${incident.status}` }, incident.status),
  ];
}

function card(incident) {
  return element(
    'a',
    { class: `card ${incident.status} ${tone(incident.severity)}`, href: `/incidents/${encodeURIComponent(incident.id)}` },
    element('div', { class: 'row' }, element('span', { class: 'name' }, incident.alertName), incident.instance, ...badges(incident)),
    element('div', {}, incident.summary),
    element('div', { class: 'quiet' }, 'since ', time(incident.startsAt),
      incident.resolvedAt ? ' · resolved ' : null, incident.resolvedAt ? time(incident.resolvedAt) : null),
  );
}

function searchForm(parameters) {
  const words = element('input', { type: 'search', name: 'q', placeholder: 'Words in names, hosts, texts, labels', 'aria-label': 'Search' });
  words.value = parameters.get('q') || '';
  const status = element('select', { name: 'status', 'aria-label': 'Status' });
  for (const [value, text] of [['', 'any status'], ['firing', 'firing'], ['acknowledged', 'acknowledged'], ['stale', 'stale'], ['resolved', 'resolved']]) {
    status.append(element('option', { value }, text));
  }
  status.value = parameters.get('status') || '';
  return element('form', { method: 'get', action: '/incidents' }, words, status, element('button', {}, 'Search'));
}

async function list(parameters) {
  const query = new URLSearchParams();
  FILTERS.forEach((name) => parameters.get(name) && query.set(name, parameters.get(name)));
  const cards = element('div', {});
  const more = element('button', { type: 'button' }, 'More');
  const next = async () => {
    const page = await ask(`/api/v1/incidents?${query}`);
    page.items.forEach((incident) => cards.append(card(incident)));
    more.hidden = !page.nextCursor;
    query.set('cursor', page.nextCursor || '');
    if (!cards.hasChildNodes()) {
      cards.append(element('p', { class: 'quiet' }, 'No incidents.'));
    }
  };
  more.addEventListener('click', () => next().catch(failed));
  await next();
  show(searchForm(parameters), cards, more);
}

function table(entries) {
  return element('table', {}, ...entries.map(([name, value]) => element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, value))));
}

function link(text) {
  // Only what is surely a web page becomes a link.
  return /^https?:\/\//i.test(text) ? element('a', { href: text, rel: 'noopener noreferrer' }, text) : text;
}

async function detail(id) {
  const incident = await ask(`/api/v1/incidents/${encodeURIComponent(id)}`);
  document.title = `${incident.alertName} · Iris`;
  const facts = [['Since', time(incident.startsAt)], ['Source', incident.source]];
  if (incident.resolvedAt) facts.splice(1, 0, ['Resolved', time(incident.resolvedAt)]);
  if (incident.service) facts.push(['Service', incident.service]);
  if (incident.flaps) facts.push(['Fired again', `${incident.flaps} ×`]);
  show(
    element('div', { class: 'row' }, ...badges(incident)),
    element('h1', {}, incident.instance ? `${incident.alertName} on ${incident.instance}` : incident.alertName),
    element('p', {}, incident.summary),
    table(facts),
    element('h2', {}, 'Timeline'),
    table(incident.timeline.map((entry) => [time(entry.at), entry.text ? `${entry.kind} · ${entry.text}` : entry.kind])),
    element('h2', {}, 'Annotations'),
    table(Object.entries(incident.annotations).sort().map(([name, value]) => [name, link(value)])),
    element('h2', {}, 'Labels'),
    table(Object.entries(incident.labels).sort()),
    element('h2', {}, 'Firing periods'),
    table(incident.episodes.map((episode) => [time(episode.startsAt), episode.endsAt ? time(episode.endsAt) : 'still firing'])),
  );
}

function failed(error) {
  if (error instanceof Refused) {
    askForKey();
  } else {
    show(element('p', { class: 'card' }, error.message || 'Iris did not answer.'));
  }
}

function start() {
  const id = /^\/incidents\/([^/]+)$/.exec(location.pathname);
  (id ? detail(decodeURIComponent(id[1])) : list(new URLSearchParams(location.search))).catch(failed);
}

start();
