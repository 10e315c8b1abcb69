"""The estimate as plain text and as one self-contained page."""

from __future__ import annotations

from html import escape

from cartway.costs.chart_words import alt_text
from cartway.costs.estimate import Estimate, MoneyRange, Part
from cartway.costs.words import EVIDENCE, say
from cartway.knowledge.standalone_page import html_table, standalone_page

Section = tuple[str, list[tuple[str, ...]]]


def cost_title(estimate: Estimate, language: str) -> str:
    """The heading of the answer."""
    if estimate.setting is None or estimate.city is None:
        return estimate.label[language]
    return say(
        "title",
        language,
        product=estimate.label[language],
        setting=estimate.setting[language],
        city=estimate.city[language],
    )


def cost_text(estimate: Estimate, language: str) -> str:
    """The estimate as lines of text."""
    lines = [cost_title(estimate, language), ""]
    if not estimate.estimated:
        reason = (estimate.reason or estimate.label)[language]
        return "\n".join([*lines, f"{say('not_estimated', language)}: {reason}"]) + "\n"
    for heading, rows in sections(estimate, language):
        lines += [heading] if heading else []
        lines += ["* " + ": ".join(part for part in _joined(row, language)) for row in rows]
        lines.append("")
    return "\n".join(lines)


def cost_page(estimate: Estimate, language: str) -> str:
    """The estimate as an HTML page with chart, words and every table."""
    title = cost_title(estimate, language)
    body = [f"<h1>{escape(title)}</h1>"]
    if not estimate.estimated:
        reason = (estimate.reason or estimate.label)[language]
        body.append(f"<p><strong>{say('not_estimated', language)}.</strong> {escape(reason)}</p>")
    else:
        # Loaded here: the drawing library takes longer to load than everything else to run.
        from cartway.costs.chart import draw_parts

        picture = draw_parts(estimate, language, "svg").decode()
        words = escape(alt_text(estimate, language), quote=True)
        for number, (heading, rows) in enumerate(sections(estimate, language)):
            if heading:
                body.append(f"<h2>{escape(heading)}</h2>")
            body.append(html_table(rows))
            if number == 0:
                body.append(f'<figure role="img" aria-label="{words}">{picture}</figure>')
    return standalone_page(title, body, language)


def money(estimate: Estimate, amount: float) -> str:
    """An amount with its currency, to three significant figures at most."""
    if amount >= 1000:
        digits = len(f"{amount:.0f}") - 3
        amount = round(amount / 10**digits) * 10**digits
    return f"{estimate.currency} {amount:,.0f}"


def span(estimate: Estimate, one: MoneyRange | None, language: str) -> str:
    """A range in words."""
    if one is None:
        return say("unknown", language)
    if one.low == one.high:
        return money(estimate, one.middle)
    low, middle, high = (money(estimate, x) for x in (one.low, one.middle, one.high))
    return say("range", language, low=low, middle=middle, high=high)


def sections(estimate: Estimate, language: str) -> list[Section]:
    """Every table of the answer: its heading and its rows."""
    head: list[tuple[str, ...]] = [
        (say("total", language), span(estimate, estimate.total, language)),
        (say("without_product", language), span(estimate, estimate.without_product, language)),
        (say("chance_not_infused", language), f"{100 * estimate.not_infused_share:.0f}%"),
        (say("not_infused", language), span(estimate, estimate.not_infused, language)),
    ]
    price = estimate.product_price
    day = estimate.as_of.isoformat() if estimate.as_of else ""
    if price is not None:
        since = say("since", language, since=price["since"])
        head.insert(
            0,
            (say("product_price", language, day=day), f"CNY {price['cny']:,.0f} ({since})"),
        )
    found: list[Section] = [("", head)]
    found.append(
        (
            say("parts", language),
            [part_row(estimate, one, language) for one in _by_mean(estimate) if one.used_share > 0],
        )
    )
    found.append(
        (
            say("drivers", language),
            [
                (one.name[language], f"{100 * one.spread_share:.0f}%")
                for one in sorted(estimate.parts, key=lambda one: -one.spread_share)[:6]
            ],
        )
    )
    found.append(
        (
            say("rests_on", language),
            [
                (EVIDENCE[name][language], f"{100 * share:.0f}%")
                for name, share in estimate.rests_on
            ],
        )
    )
    found.append(
        (
            say("by_severity", language),
            [
                (
                    f"{row['label'][language]} ({100 * row['share']:.0f}%)",
                    span(
                        estimate,
                        MoneyRange(row["p10"], row["p50"], row["p90"], row["mean"]),
                        language,
                    ),
                )
                for row in estimate.by_severity
            ],
        )
    )
    if estimate.ask_first:
        found.append(
            (
                say("ask", language),
                [
                    (
                        one.name[language],
                        say("carries", language, percent=f"{100 * one.spread_share:.0f}%"),
                    )
                    for one in estimate.ask_first
                ],
            )
        )
    found.append((say("payment", language), _payment_rows(estimate, language)))
    found.append(
        (
            say("abroad", language),
            [
                (
                    row["label"][language],
                    f"{row['currency']} {row['low']:,.0f}"
                    + (f"–{row['high']:,.0f}" if row["high"] != row["low"] else "")
                    + (f" ({row['year']})" if row["year"] else ""),
                )
                for row in estimate.abroad
            ],
        )
    )
    found.append(
        (
            say("advertised", language),
            [
                (
                    f"{row['seller'][language]}, {row['date']}",
                    f"USD {row['low_usd']:,.0f}–{row['high_usd']:,.0f}: {row['what'][language]}",
                )
                for row in estimate.advertised
            ],
        )
    )
    notes: list[tuple[str, ...]] = [(one[language],) for one in estimate.notes]
    if estimate.rate is not None:
        rate = estimate.rate
        notes.append((say("rate", language, rate=f"{rate.cny:g}", period=rate.period),))
    notes.append((say("samples", language, count=f"{estimate.count:,}", seed=estimate.seed),))
    found.append((say("notes", language), notes))
    return found


def part_row(estimate: Estimate, one: Part, language: str) -> tuple[str, ...]:
    """One component: name, range, how many need it, evidence."""
    used = f"{100 * one.used_share:.0f}%"
    return (
        one.name[language],
        span(estimate, one.range, language),
        f"{say('share_infused', language)} {used}",
        EVIDENCE[one.evidence][language],
    )


def _payment_rows(estimate: Estimate, language: str) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [(one[language],) for one in estimate.payers]
    if estimate.insurance is not None:
        rows.append((say("insurance", language), span(estimate, estimate.insurance, language)))
    if estimate.refund is not None:
        share = f"{100 * estimate.refund_share:.0f}%"
        rows.append(
            (
                say("refund", language),
                span(estimate, estimate.refund, language),
                f"{say('share_infused', language)} {share}",
            )
        )
    if estimate.own_payment is not None:
        rows.append((say("own", language), span(estimate, estimate.own_payment, language)))
    if estimate.deposit is not None:
        rows.append((say("deposit", language), span(estimate, estimate.deposit, language)))
    return rows


def _by_mean(estimate: Estimate) -> list[Part]:
    return sorted(estimate.parts, key=lambda one: -one.range.mean)


def _joined(row: tuple[str, ...], language: str) -> tuple[str, ...]:
    if len(row) < 3:
        return row
    mark = "；" if language == "zh" else "; "
    return (row[0], mark.join(row[1:]))
