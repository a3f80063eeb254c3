#include "sim/series/calendar_rows.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <utility>

#include "models/units/calendar.h"

namespace twin {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr SimDuration week = hours(7 * 24);
// Assumption: who leaves out more than a year means another year.
constexpr SimDuration longest_filled = hours(366 * 24);

constexpr std::string_view dropped = "values of the hour that the clocks skip, dropped";
constexpr std::string_view averaged =
    "values of the hour that the clocks show twice, mean of their neighbours";
constexpr std::string_view repeated = "values filled from the week before";

struct Row {
    std::int64_t line = 0;
    int column = 0;  // of the time
    CalendarTime time{};
    std::vector<double> values;  // 0 where a fault was found
    bool after_fault = false;    // the lines before it could not be read as a row
};

// Where the times stand and in which zone.
struct TimeColumn {
    std::size_t position = 0;
    std::optional<Zone> zone;
};

std::optional<TimeColumn> find_time_column(const CsvReader& csv, const SeriesOptions& options,
                                           SeriesReading& reading) {
    const auto position =
        find_column(csv, "time", {"time", "date", "datetime", "timestamp"}, reading);
    if (!position)
        return std::nullopt;
    TimeColumn column{*position, options.zone};
    if (has_word(csv.header()[*position], {"utc"})) {
        const Zone utc = *Zone::parse("UTC");
        if (options.zone && options.zone != utc) {
            reading.add_fault(
                csv.header_line(), csv.header_column(*position),
                fmt::format("time: expected the zone UTC, as the column is named {}, "
                            "got '{}'",
                            in_quotes(csv.header()[*position]), options.zone->name()));
            return std::nullopt;
        }
        column.zone = utc;
    }
    return column;
}

class RowReader {
  public:
    RowReader(const SeriesOptions& options, RowCheck check, SeriesReading& reading)
        : options_(options), check_(check), reading_(reading) {}

    std::vector<Row> read(CsvReader& csv, const TimeColumn& time,
                          const std::vector<ValueColumn>& columns);

  private:
    std::optional<CalendarTime> instant(const CsvReader& csv, const TimeColumn& time);
    std::optional<CalendarTime> instant_of(WallTime wall, const Zone& zone, const CsvReader& csv,
                                           const CsvField& field);

    const SeriesOptions& options_;
    RowCheck check_;
    SeriesReading& reading_;
    std::optional<CalendarTime> last_;  // of the rows so far
};

std::vector<Row> RowReader::read(CsvReader& csv, const TimeColumn& time,
                                 const std::vector<ValueColumn>& columns) {
    std::vector<Row> rows;
    std::size_t faults = reading_.faults.size();
    while (csv.next()) {
        const bool after_fault = reading_.faults.size() > faults;
        const auto at = instant(csv, time);
        std::vector<double> values;
        for (const ValueColumn& column : columns)
            values.push_back(column.read(csv, reading_).value_or(0));
        if (!at)
            continue;
        if (check_ != nullptr && reading_.faults.size() == faults)
            if (std::string message = check_(values); !message.empty())
                reading_.add_fault(csv.line(), 0, std::move(message));
        last_ = *at;
        faults = reading_.faults.size();
        rows.push_back(
            {csv.line(), csv.fields()[time.position].column, *at, std::move(values), after_fault});
    }
    return rows;
}

std::optional<CalendarTime> RowReader::instant(const CsvReader& csv, const TimeColumn& time) {
    const CsvField& field = csv.fields()[time.position];
    std::string text(field.text);
    if (text.size() > 10 && text[10] == ' ')
        text[10] = 'T';
    if (const auto zoned = parse_calendar(text))
        return zoned;
    const auto wall = parse_calendar(text + "Z");
    if (!wall) {
        reading_.add_fault(csv.line(), field.column,
                           fmt::format("time: expected a time such as 2024-04-07 13:00, got {}",
                                       in_quotes(field.text)));
        return std::nullopt;
    }
    if (!time.zone) {
        reading_.add_fault(csv.line(), field.column,
                           fmt::format("time: expected a time with its zone, or a zone for the "
                                       "file ({}), got {}",
                                       Zone::known(), in_quotes(field.text)));
        return std::nullopt;
    }
    return instant_of(WallTime(wall->time_since_epoch()), *time.zone, csv, field);
}

std::optional<CalendarTime> RowReader::instant_of(WallTime wall, const Zone& zone,
                                                  const CsvReader& csv, const CsvField& field) {
    const Zone::Instants instants = zone.instants(wall);
    if (instants.count == 0) {
        if (options_.repair)
            reading_.add_repair(dropped);
        else
            reading_.add_fault(csv.line(), field.column,
                               fmt::format("time: expected a time that clocks in {} show, got {}, "
                                           "which they skip when summer time begins",
                                           zone.name(), in_quotes(field.text)));
        return std::nullopt;
    }
    const bool second_time = instants.count == 2 && last_ && instants.first <= *last_;
    return second_time ? instants.second : instants.first;
}

// The step forwards that most neighbours have; 0 where time never goes on.
SimDuration usual_step(const std::vector<Row>& rows) {
    std::map<SimDuration, int> counts;
    for (std::size_t i = 1; i < rows.size(); ++i)
        if (rows[i].time > rows[i - 1].time)
            ++counts[rows[i].time - rows[i - 1].time];
    if (counts.empty())
        return {};
    return std::ranges::max_element(counts, {}, [](const auto& count) { return count.second; })
        ->first;
}

std::string step_text(SimDuration step) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(step);
    return seconds % minutes(1) == std::chrono::seconds(0)
               ? fmt::format("{} min", seconds / minutes(1))
               : fmt::format("{} s", seconds.count());
}

// Puts rows one after the other and mends or reports what lies between them.
class Assembler {
  public:
    Assembler(SimDuration step, std::size_t kinds, const std::optional<Zone>& zone, bool repair,
              SeriesReading& reading)
        : zone_(zone), repair_(repair), reading_(reading), series_(kinds) {
        for (TimeSeries& series : series_)
            series.step = step;
    }

    // `next`: the row behind it, if there is one.
    void add(const Row& row, const Row* next);
    std::vector<TimeSeries> take() { return std::move(series_); }

  private:
    void begin(const Row& row);
    void report_gap(const Row& row, std::int64_t missing);
    // `told`: there is a fault already where nothing can be filled in.
    void fill(const Row& row, std::int64_t missing, bool told);
    bool shown_twice(CalendarTime time) const {
        return zone_ && zone_->instants(zone_->wall_time(time)).count == 2;
    }
    void append(const std::vector<double>& values);

    const std::optional<Zone>& zone_;
    bool repair_;
    SeriesReading& reading_;
    std::vector<TimeSeries> series_;
    bool left_out_ = false;  // the last row was; what is missing there has been told
};

void Assembler::append(const std::vector<double>& values) {
    for (std::size_t i = 0; i < series_.size(); ++i)
        series_[i].values.push_back(values[i]);
}

void Assembler::begin(const Row& row) {
    for (TimeSeries& series : series_) {
        series.first = row.time;
        series.values.clear();
    }
    append(row.values);
}

void Assembler::add(const Row& row, const Row* next) {
    if (series_.front().values.empty())
        return begin(row);
    const CalendarTime expected = series_.front().end();
    const SimDuration step = series_.front().step;
    if (row.time < expected) {
        const bool twice = row.time == expected - step;
        reading_.add_fault(row.line, row.column,
                           fmt::format("time: expected {}, got {}, {}", format_calendar(expected),
                                       format_calendar(row.time),
                                       twice ? "which the row before has too"
                                             : "which is earlier than the row before"));
        return;
    }
    const SimDuration gap = row.time - expected;
    if (gap % step != SimDuration::zero()) {
        reading_.add_fault(
            row.line, row.column,
            fmt::format("time: expected steps of {}, got {} after {}", step_text(step),
                        format_calendar(row.time), format_calendar(expected - step)));
        return;
    }
    // Time goes on behind it as if it were not there: one wrong digit, not a gap.
    if (gap > SimDuration::zero() && next && next->time < row.time && next->time >= expected) {
        reading_.add_fault(row.line, row.column,
                           fmt::format("time: expected {}, got {}, which is later than the next "
                                       "row",
                                       format_calendar(expected), format_calendar(row.time)));
        left_out_ = true;
        return;
    }
    const bool told = std::exchange(left_out_, false) || row.after_fault;
    if (gap > SimDuration::zero() && (!repair_ || gap > longest_filled)) {
        if (!told)
            report_gap(row, gap / step);
        // There will be no series: what follows is judged by its own place.
        return begin(row);
    }
    fill(row, gap / step, told);
    append(row.values);
}

void Assembler::report_gap(const Row& row, std::int64_t missing) {
    const CalendarTime from = series_.front().end();
    std::string_view why;
    if (repair_)
        why = ", more than the 366 days that are filled";
    else if (shown_twice(from))
        why = ", of the hour that clocks show twice when summer time ends";
    reading_.add_fault(
        row.line, row.column,
        fmt::format("time: expected {}, got {}: {} value{} missing{}", format_calendar(from),
                    format_calendar(row.time), missing, missing == 1 ? " is" : "s are", why));
}

void Assembler::fill(const Row& row, std::int64_t missing, bool told) {
    const CalendarTime from = series_.front().end();
    std::vector<double> before(series_.size());
    for (std::size_t i = 0; i < series_.size(); ++i)
        before[i] = series_[i].values.back();
    for (std::int64_t n = 0; n < missing; ++n) {
        const CalendarTime here = from + n * series_.front().step;
        std::vector<double> values(series_.size());
        const bool twice = shown_twice(here);
        const bool known = series_.front().covers(here - week, here - week);
        for (std::size_t i = 0; i < series_.size(); ++i)
            values[i] = twice   ? (before[i] + row.values[i]) / 2
                        : known ? series_[i].at(here - week)
                                : before[i];
        if (!twice && !known && !told) {
            reading_.add_fault(row.line, row.column,
                               fmt::format("time: expected {} or the same time a week before, from "
                                           "which it could be filled, got neither",
                                           format_calendar(here)));
            told = true;
        } else {
            reading_.add_repair(twice ? averaged : repeated);
        }
        append(values);
    }
}

}  // namespace

std::vector<TimeSeries> read_calendar_rows(CsvReader& csv, std::span<const ValueKind> kinds,
                                           const SeriesOptions& options, SeriesReading& reading,
                                           RowCheck check) {
    const std::vector<TimeSeries> none(kinds.size());
    const auto time = find_time_column(csv, options, reading);
    std::vector<ValueColumn> columns;
    for (const ValueKind& kind : kinds)
        if (const auto column = find_value_column(csv, kind, reading))
            columns.push_back(*column);
    if (!time || columns.size() != kinds.size())
        return none;

    const std::vector<Row> rows = RowReader(options, check, reading).read(csv, *time, columns);
    if (rows.size() < 2) {
        if (reading.faults.empty())
            reading.add_fault(0, 0,
                              fmt::format("expected two values or more, got {}", rows.size()));
        return none;
    }
    const SimDuration step = usual_step(rows);
    if (step != minutes(15) && step != hours(1)) {
        reading.add_fault(
            rows[1].line, rows[1].column,
            fmt::format("time: expected steps of 60 min or 15 min, got {}", step_text(step)));
        return none;
    }
    // Bills are by the quarter-hour: no price or intensity may change within one.
    if (rows[0].time.time_since_epoch() % minutes(15) != SimDuration::zero()) {
        reading.add_fault(rows[0].line, rows[0].column,
                          fmt::format("time: expected steps that begin on a quarter-hour, got {}",
                                      format_calendar(rows[0].time)));
        return none;
    }
    Assembler assembler(step, kinds.size(), time->zone, options.repair, reading);
    for (std::size_t i = 0; i < rows.size(); ++i)
        assembler.add(rows[i], i + 1 < rows.size() ? &rows[i + 1] : nullptr);
    reading.sort_faults();
    return reading.faults.empty() ? assembler.take() : none;
}

}  // namespace twin
