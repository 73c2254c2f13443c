const DAY_S = 86_400;

/** The words at the time axis in the reader's own language; a day is named where it begins. */
export function timeLabels(
  timesS: readonly number[],
  options: { readonly stepS: number; readonly daily: boolean; readonly locale?: string },
): readonly string[] {
  const { stepS, daily, locale } = options;
  const zone = daily ? { timeZone: "UTC" } : {};
  const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", ...zone });
  const time = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit", ...zone });
  let named = "";
  return timesS.map((atS) => {
    const name = day.format(atS * 1000);
    if (daily || stepS >= DAY_S) return name;
    const isNew = name !== named;
    named = name;
    return isNew ? `${time.format(atS * 1000)}\n${name}` : time.format(atS * 1000);
  });
}
