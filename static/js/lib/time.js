import { words } from './words.js';

// Created once, because creating a formatter costs more than using it a thousand times.
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const dayMonth = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const dayMonthYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const longDay = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const longDayYear = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const dayAndClock = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });

/** Calendar days in the reader's time zone. Rounded, because a day with a clock change has 23 or 25 hours. */
function daysAgo(date, now) {
  const midnight = (day) => new Date(day.getFullYear(), day.getMonth(), day.getDate());
  return Math.round((midnight(now) - midnight(date)) / 86_400_000);
}

/** 14:05 */
export const clockTime = (date) => clock.format(date);

/** 3 Nov 2026, 14:05 */
export const dateAndTime = (date) => dayAndClock.format(date);

export const fullTime = (date) => full.format(date);

/** 14:05, Yesterday, Mon, 3 Nov */
export function listTime(date, now = new Date()) {
  const days = daysAgo(date, now);
  if (days <= 0) return clock.format(date);
  if (days === 1) return words.yesterday;
  if (days < 7) return weekday.format(date);
  return date.getFullYear() === now.getFullYear() ? dayMonth.format(date) : dayMonthYear.format(date);
}

/** Today, Yesterday, Monday 3 November */
export function dayName(date, now = new Date()) {
  const days = daysAgo(date, now);
  if (days === 0) return words.today;
  if (days === 1) return words.yesterday;
  return date.getFullYear() === now.getFullYear() ? longDay.format(date) : longDayYear.format(date);
}

/** 14:05, yesterday 14:05, 3 Nov */
export function seenTime(date, now = new Date()) {
  const days = daysAgo(date, now);
  if (days <= 0) return clock.format(date);
  if (days === 1) return `${words.yesterday.toLocaleLowerCase()} ${clock.format(date)}`;
  return listTime(date, now);
}

/** Identifies a calendar day in the reader's time zone. */
export function dayKey(date) {
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}
