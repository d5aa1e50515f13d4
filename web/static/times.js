// Adds the reader's own clock to every <time> whose zone differs; the server's words stay as they are.

export function localiseTimes(root) {
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "full", timeStyle: "long" });
  for (const time of root.querySelectorAll("time[datetime]")) {
    const instant = new Date(time.dateTime);
    if (!Number.isNaN(instant.getTime())) time.title = format.format(instant);
  }
}
