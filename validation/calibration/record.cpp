#include "validation/calibration/record.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <stdexcept>

#include "sim/scenario/key_visitors.h"
#include "validation/calibration/toml_text.h"

namespace twin::calibration {
namespace {

namespace fs = std::filesystem;

template <class State>
struct StateRow {
    State state;
    std::string_view name;
};
constexpr std::array point_states = {
    StateRow<PointState>{PointState::good, "good"},
    StateRow<PointState>{PointState::wrong_result, "wrong_result"},
    StateRow<PointState>{PointState::busy, "busy"},
    StateRow<PointState>{PointState::throttled, "throttled"},
    StateRow<PointState>{PointState::error, "error"},
    StateRow<PointState>{PointState::unsteady, "unsteady"},
};
constexpr std::array record_states = {
    StateRow<RecordState>{RecordState::running, "running"},
    StateRow<RecordState>{RecordState::complete, "complete"},
    StateRow<RecordState>{RecordState::interrupted, "interrupted"},
};

template <class Rows>
std::vector<std::string> names_of(const Rows& rows) {
    std::vector<std::string> names;
    for (const auto& row : rows)
        names.emplace_back(row.name);
    return names;
}

template <class Rows>
std::string_view name_in(const Rows& rows, auto state) {
    return rows[static_cast<std::size_t>(state)].name;
}

template <class Rows>
auto state_in(const Rows& rows, std::string_view name) {
    const auto row =
        std::find_if(rows.begin(), rows.end(), [&](const auto& r) { return r.name == name; });
    return row == rows.end() ? std::nullopt : std::optional(row->state);
}

}  // namespace

struct LibraryText {
    std::string name, version;
};

template <class Visitor>
void describe(Visitor& v, LibraryText& library) {
    v.key("name", library.name, Rule::any().needed(), "");
    v.key("version", library.version, Rule::any().needed(), "");
}

// Every key of a record's TOML file: the reader and the writer follow this.
template <class Visitor>
void describe(Visitor& v, RecordHeader& h) {
    std::string state(name_in(record_states, h.state));
    v.key("device", h.device, Rule::any().needed(), "");
    v.key("backend", h.backend, Rule::any().needed(), "");
    v.key("source", h.source, Rule::any(), "");
    v.key("state", state, Rule::one_of(names_of(record_states)).needed(), "");
    v.key("begun", h.begun, Rule::any().needed(), "");
    v.key("host", h.host, Rule::any(), "");
    v.key("driver", h.driver, Rule::any(), "");
    v.key("units", h.units, Rule::positive(), "");
    v.key("memory", h.memory, Rule::positive(), "");
    v.key("peak", h.peak, Rule::positive(), "");
    v.key("memory_bandwidth", h.memory_bandwidth, Rule::positive(), "");
    v.key("core_clock", h.core_clock, Rule::positive(), "");
    v.key("memory_clock", h.memory_clock, Rule::positive(), "");
    v.key("power_cap", h.power_cap, Rule::positive(), "");
    v.key("idle_power", h.idle_power, Rule::not_negative(), "");
    v.key("context_power", h.context_power, Rule::not_negative(), "");
    v.key("power_source", h.power_source, Rule::any(), "");
    v.list("remarks", h.remarks, Rule::any(), "");
    std::vector<LibraryText> libraries;
    for (const auto& [name, version] : h.libraries)
        libraries.push_back({name, version});
    v.list("libraries", libraries, Rule::any(), "");
    h.libraries.clear();
    for (const auto& library : libraries)
        h.libraries.emplace_back(library.name, library.version);
    h.state = state_in(record_states, state).value_or(h.state);
}

namespace {

// Writes what a description names; what is not known is left out.
class TomlWriter {
  public:
    void key(std::string_view name, const std::string& value, const Rule&, std::string_view) {
        if (!value.empty())
            text_ += fmt::format("{} = {}\n", name, toml_string(value));
    }
    void key(std::string_view name, int value, const Rule&, std::string_view) {
        if (value != 0)
            text_ += fmt::format("{} = {}\n", name, value);
    }
    void key(std::string_view name, DataSize value, const Rule& rule,
             std::string_view documentation) {
        if (value > DataSize())
            key(name, TextForm<DataSize>::write(value), rule, documentation);
    }
    template <class T>
    void key(std::string_view name, const std::optional<T>& value, const Rule& rule,
             std::string_view documentation) {
        if (value)
            key(name, TextForm<T>::write(*value), rule, documentation);
    }
    void list(std::string_view name, const std::vector<std::string>& values, const Rule&,
              std::string_view) {
        if (values.empty())
            return;
        text_ += fmt::format("{} = [\n", name);
        for (const auto& value : values)
            text_ += fmt::format("    {},\n", toml_string(value));
        text_ += "]\n";
    }
    void list(std::string_view name, std::vector<LibraryText>& values, const Rule&,
              std::string_view) {
        for (auto& value : values) {
            text_ += fmt::format("\n[[{}]]\n", name);
            describe(*this, value);
        }
    }
    std::string take() && { return std::move(text_); }

  private:
    std::string text_;
};

fs::path points_file(fs::path toml) {
    return toml.replace_extension(".csv");
}

std::string read_file(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in || fs::is_directory(file))
        throw std::runtime_error("cannot read " + file.string());
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (in.bad())
        throw std::runtime_error("cannot read " + file.string());
    return text;
}

// Whole at once: a killed program leaves the old text or the new one.
void write_whole(const fs::path& file, const std::string& text) {
    const fs::path partial = file.string() + ".partial";
    std::ofstream out(partial, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    std::error_code error;
    if (out)
        fs::rename(partial, file, error);
    if (!out || error) {
        fs::remove(partial, error);
        throw std::runtime_error("cannot write " + file.string());
    }
}

std::string header_toml(RecordHeader header) {
    TomlWriter writer;
    describe(writer, header);
    return std::move(writer).take();
}

// The columns of the points, in the order in which they are written.
enum class Column { kernel, state, repeats, median, p10, p90, power, clock, temperature, note };
constexpr std::array<std::string_view, 10> columns = {
    "kernel", "state",   "repeats",  "median_s",         "p10_s",
    "p90_s",  "power_w", "clock_hz", "temperature_degc", "note"};

std::string column_line() {
    return fmt::format("{}\n", fmt::join(columns, ","));
}

std::string csv_text(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    std::replace(text.begin(), text.end(), '\r', ' ');
    if (text.find_first_of(",\"") == std::string::npos)
        return text;
    for (std::size_t at = 0; (at = text.find('"', at)) != std::string::npos; at += 2)
        text.insert(at, 1, '"');
    return '"' + text + '"';
}

template <class Q>
std::string csv_number(const std::optional<Q>& value) {
    return value ? fmt::format("{}", value->si()) : "";
}

std::string point_line(const MeasuredPoint& point) {
    const bool timed = point.repeats > 0;
    const auto time = [&](Duration value) {
        return csv_number(timed ? std::optional(value) : std::nullopt);
    };
    return fmt::format("{},{},{},{},{},{},{},{},{},{}\n", csv_text(kernel_text(point.kernel)),
                       to_text(point.state), point.repeats, time(point.median), time(point.p10),
                       time(point.p90), csv_number(point.power), csv_number(point.clock),
                       csv_number(point.temperature), csv_text(point.note));
}

struct Field {
    std::string text;
    int column = 1;  // where it begins in its line
};

// Nothing where a quotation mark has no end.
std::optional<std::vector<Field>> fields_of(std::string_view line) {
    std::vector<Field> fields;
    for (std::size_t at = 0;; ++at) {
        Field& field = fields.emplace_back();
        field.column = static_cast<int>(at) + 1;
        if (at < line.size() && line[at] == '"') {
            for (++at;; ++at) {
                if (at >= line.size())
                    return std::nullopt;
                if (line[at] == '"' && (at + 1 >= line.size() || line[at + 1] != '"'))
                    break;
                if (line[at] == '"')
                    ++at;
                field.text += line[at];
            }
            ++at;
        }
        const std::size_t end = std::min(line.find(',', at), line.size());
        field.text += line.substr(at, end - at);
        at = end;
        if (at >= line.size())
            return fields;
    }
}

class PointReader {
  public:
    PointReader(std::string file, Problems& problems)
        : file_(std::move(file)), problems_(problems) {}

    // The first line: which field holds which column.
    void read_columns(std::string_view line) {
        line_ = 1;
        const auto fields = fields_of(line);
        std::vector<std::string> known(columns.begin(), columns.end());
        for (const Field& field : fields.value_or(std::vector<Field>{})) {
            const auto found = std::find(columns.begin(), columns.end(), field.text);
            if (found == columns.end())
                problem(field.column, "", fmt::format("unknown column '{}'", field.text),
                        did_you_mean(field.text, known));
            else if (!places_.emplace(Column(found - columns.begin()), fields_).second)
                problem(field.column, "", fmt::format("column '{}' twice", field.text));
            ++fields_;
        }
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (!places_.contains(Column(i)))
                problem(1, std::string(columns[i]),
                        "required: expected a column of this name, got nothing");
    }

    bool has_all_columns() const { return places_.size() == columns.size(); }

    // Where there is nothing, problems say why.
    std::optional<MeasuredPoint> read(std::string_view line, int number) {
        line_ = number;
        const std::size_t problems_before = problems_.size();
        auto fields = fields_of(line);
        if (!fields || fields->size() != fields_) {
            problem(1, "",
                    fields ? fmt::format("expected {} fields, got {}", fields_, fields->size())
                           : "expected a quotation mark at the end of a text, got none");
            return std::nullopt;
        }
        row_ = std::move(*fields);
        MeasuredPoint point;
        const Field& kernel = field(Column::kernel);
        const auto read = read_kernel(kernel.text);
        if (const auto* known = std::get_if<Kernel>(&read))
            point.kernel = *known;
        else
            mistake(Column::kernel, std::get<UnitError>(read));
        const Field& state = field(Column::state);
        if (const auto known = state_in(point_states, state.text))
            point.state = *known;
        else
            mistake(Column::state,
                    {fmt::format("one of {}", fmt::join(names_of(point_states), ", ")),
                     "'" + state.text + "'", did_you_mean(state.text, names_of(point_states))});
        read_times(point);
        point.power = quantity<Power>(Column::power, "watts >= 0", 0);
        point.clock = quantity<Frequency>(Column::clock, "hertz >= 0", 0);
        point.temperature =
            quantity<TemperatureDifference>(Column::temperature, "degrees Celsius >= -100", -100);
        point.note = field(Column::note).text;
        return problems_.size() == problems_before ? std::optional(point) : std::nullopt;
    }

  private:
    const Field& field(Column column) const { return row_[places_.at(column)]; }

    void read_times(MeasuredPoint& point) {
        const Field& repeats = field(Column::repeats);
        const char* const end = repeats.text.data() + repeats.text.size();
        const auto [next, status] = std::from_chars(repeats.text.data(), end, point.repeats);
        if (status != std::errc() || next != end || point.repeats < 0)
            mistake(Column::repeats, {"an integer >= 0", "'" + repeats.text + "'", ""});
        const auto p10 = time(Column::p10), median = time(Column::median), p90 = time(Column::p90);
        if (point.repeats == 0 &&
            (point.state == PointState::good || point.state == PointState::unsteady))
            mistake(Column::repeats,
                    {fmt::format("an integer >= 1 of a point that is {}", to_text(point.state)),
                     "'" + repeats.text + "'", ""});
        if (point.repeats > 0)
            for (const Column column : {Column::median, Column::p10, Column::p90})
                if (field(column).text.empty())
                    mistake(column, {"seconds > 0 of a point with repeats", "nothing", ""});
        if (!p10 || !median || !p90)
            return;
        if (*p10 > *median || *median > *p90)
            mistake(Column::median,
                    {"seconds from p10_s to p90_s", "'" + field(Column::median).text + "'", ""});
        point.p10 = *p10;
        point.median = *median;
        point.p90 = *p90;
    }

    std::optional<Duration> time(Column column) {
        const auto value = quantity<Duration>(column, "seconds > 0", 0);
        if (value && *value <= Duration()) {
            mistake(column, {"seconds > 0", "'" + field(column).text + "'", ""});
            return std::nullopt;
        }
        return value;
    }

    // Nothing where the field is empty or wrong.
    template <class Q>
    std::optional<Q> quantity(Column column, const char* expected, double least) {
        const std::string& text = field(column).text;
        if (text.empty())
            return std::nullopt;
        double value = 0;
        const char* const end = text.data() + text.size();
        const auto [next, status] = std::from_chars(text.data(), end, value);
        if (status != std::errc() || next != end || !std::isfinite(value) || value < least) {
            mistake(column, {expected, "'" + text + "'", ""});
            return std::nullopt;
        }
        return Q::from_si(value);
    }

    void mistake(Column column, const UnitError& error) {
        problem(field(column).column, std::string(columns[std::size_t(column)]),
                fmt::format("expected {}, got {}", error.expected, error.got), error.hint);
    }
    void problem(int column, std::string field, std::string message, std::string hint = "") {
        problems_.push_back(
            {{file_, line_, column}, std::move(field), std::move(message), std::move(hint)});
    }

    std::string file_;
    Problems& problems_;
    int line_ = 0;
    std::size_t fields_ = 0;
    std::map<Column, std::size_t> places_;
    std::vector<Field> row_;
};

void read_points(const fs::path& file, Record& record, Problems& problems) {
    const std::string text = read_file(file);
    PointReader reader(file.string(), problems);
    int number = 0;
    for (std::size_t at = 0; at < text.size(); ++number) {
        const std::size_t end = text.find('\n', at);
        if (end == std::string::npos && number > 0) {
            record.header.remarks.push_back(
                fmt::format("Line {} of {} is cut, as a killed program leaves it: left out.",
                            number + 1, file.filename().string()));
            return;
        }
        const std::string_view line = std::string_view(text).substr(at, end - at);
        at = end == std::string::npos ? text.size() : end + 1;
        if (number == 0) {
            reader.read_columns(line);
            if (!reader.has_all_columns())
                return;
        } else if (auto point = reader.read(line, number + 1)) {
            record.points.push_back(std::move(*point));
        }
    }
    if (number == 0)
        problems.push_back({{file.string(), 1, 1},
                            "",
                            fmt::format("expected the line of columns ({}), got an empty file",
                                        fmt::join(columns, ",")),
                            ""});
}

}  // namespace

std::string_view to_text(PointState state) {
    return name_in(point_states, state);
}

double MeasuredPoint::spread() const {
    return median > Duration() ? (p90 - p10) / median : 0;
}

RecordWriter::RecordWriter(fs::path toml, RecordHeader header) : toml_(std::move(toml)) {
    const fs::path csv = points_file(toml_);
    for (const fs::path& file : {toml_, csv})
        if (fs::exists(file))
            throw std::runtime_error(file.string() + " exists already");
    write_whole(toml_, header_toml(std::move(header)));
    points_.open(csv, std::ios::binary);
    points_ << column_line() << std::flush;
    if (!points_)
        throw std::runtime_error("cannot write " + csv.string());
}

void RecordWriter::add(const MeasuredPoint& point) {
    points_ << point_line(point) << std::flush;
    if (!points_)
        throw std::runtime_error("cannot write " + points_file(toml_).string());
}

void RecordWriter::finish(const RecordHeader& header) {
    points_.close();
    if (!points_)
        throw std::runtime_error("cannot write " + points_file(toml_).string());
    write_whole(toml_, header_toml(header));
}

Record read_record(const fs::path& toml, Problems& problems) {
    Record record;
    const std::size_t problems_before = problems.size();
    const TextNode root = parse_text(read_file(toml), toml.string(), problems);
    if (problems.size() > problems_before)
        return record;
    KeyPlaces places;
    TableReader reader(root, "", places, problems);
    describe(reader, record.header);
    reader.finish();
    if (places.contains("begun") && !record.header.begun.empty() &&
        !parse_calendar(record.header.begun))
        problems.push_back(
            {places.at("begun"), "begun",
             fmt::format("expected an instant with its zone, got '{}'", record.header.begun), ""});
    if (record.header.backend == "table" && record.header.source.empty())
        problems.push_back({{toml.string(), 1, 1},
                            "source",
                            "required of a record of the backend table: expected where the figures "
                            "were printed, got nothing",
                            ""});
    read_points(points_file(toml), record, problems);
    return record;
}

}  // namespace twin::calibration
