#include "sim/arrivals/job_list.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <string_view>

namespace twin {
namespace {

enum Column { id, submit_s, nodes, runtime_s, limit_s, cpu_util, gpu_util, column_count };
constexpr std::array<std::string_view, column_count> column_names = {
    "id", "submit_s", "nodes", "runtime_s", "limit_s", "cpu_util", "gpu_util"};
constexpr int required_columns = limit_s;  // those before it

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == text.npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

template <typename Number>
bool parse(std::string_view text, Number& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

bool is_share(double value) {
    return value >= 0 && value <= 1;
}

// Calls take(position from 0, field, byte column from 1) for each field of the line.
template <typename Take>
void for_each_field(std::string_view line, Take take) {
    std::size_t start = 0;
    for (int position = 0;; ++position) {
        const auto comma = std::min(line.find(',', start), line.size());
        take(position, trim(line.substr(start, comma - start)), static_cast<int>(start) + 1);
        if (comma == line.size())
            return;
        start = comma + 1;
    }
}

class JobListFormat : public LogFormat {
  public:
    explicit JobListFormat(int gpus_per_node) : gpus_per_node_(gpus_per_node) {}
    void start() override;
    Line read(std::string_view line, LogRecord& record, LogFault& fault) override;

    bool has_header() const { return !columns_.empty(); }
    bool has(Column column) const { return std::ranges::count(columns_, column) > 0; }
    // Of the header line; their line number is 1.
    const std::vector<LogFault>& faults() const { return faults_; }

  private:
    void read_header(std::string_view line);
    // What was expected instead; empty: taken.
    std::string take(Column column, std::string_view text, LogRecord& record) const;

    int gpus_per_node_;
    std::vector<Column> columns_;  // by position; empty: the header was not read yet
    std::vector<LogFault> faults_;
};

void JobListFormat::start() {
    columns_.clear();
    faults_.clear();
}

LogFormat::Line JobListFormat::read(std::string_view line, LogRecord& record, LogFault& fault) {
    if (trim(line).empty())
        return Line::nothing;
    if (!has_header()) {
        read_header(line);
        return Line::nothing;
    }
    if (!faults_.empty())
        return Line::nothing;
    record = {};
    int fields = 0;
    fault = {};
    for_each_field(line, [&](int position, std::string_view text, int byte) {
        ++fields;
        if (position >= static_cast<int>(columns_.size()) || !fault.message.empty())
            return;
        const Column column = columns_[position];
        if (const std::string expected = take(column, text, record); !expected.empty())
            fault = {0, byte,
                     fmt::format("{}: expected {}, got '{}'", column_names[column], expected,
                                 text.substr(0, 40))};
    });
    if (fields != static_cast<int>(columns_.size()))
        fault = {0, 0, fmt::format("{} fields; the header names {}", fields, columns_.size())};
    return fault.message.empty() ? Line::record : Line::malformed;
}

void JobListFormat::read_header(std::string_view line) {
    for_each_field(line, [this](int, std::string_view name, int byte) {
        const auto row = std::ranges::find(column_names, name);
        const auto column = static_cast<Column>(row - column_names.begin());
        if (row == column_names.end())
            faults_.push_back({1, byte,
                               fmt::format("unknown column '{}'; the columns of a job list are {}",
                                           name.substr(0, 40), fmt::join(column_names, ", "))});
        else if (has(column))
            faults_.push_back({1, byte, fmt::format("column '{}' is named twice", name)});
        columns_.push_back(column);
    });
    for (int column = 0; column < required_columns; ++column)
        if (!has(static_cast<Column>(column)))
            faults_.push_back(
                {1, 0, fmt::format("the column '{}' is missing", column_names[column])});
}

std::string JobListFormat::take(Column column, std::string_view text, LogRecord& record) const {
    double number = 0;
    switch (column) {
        case id:
            return parse(text, record.log_id) ? "" : "a whole number";
        case nodes:
            return parse(text, record.nodes) ? "" : "a whole number";
        case cpu_util:
            record.cpu_utilisation = parse(text, number) ? number : -1;
            return is_share(record.cpu_utilisation) ? "" : "a share from 0 to 1";
        case gpu_util:
            record.gpu_utilisation = parse(text, number) ? number / gpus_per_node_ : -1;
            return is_share(record.gpu_utilisation)
                       ? ""
                       : fmt::format("busy GPUs per node from 0 to {}", gpus_per_node_);
        default:
            break;
    }
    if (column == limit_s && text.empty())
        return "";
    const double most = to_seconds(max_log_time);
    if (!parse(text, number))
        return "a number of seconds";
    if (!(std::abs(number) <= most))
        return fmt::format("at most {:.0f} s", most);
    const SimDuration time = to_sim(number * second);
    if (column == submit_s)
        record.submit = time;
    else if (column == runtime_s)
        record.run_time = time;
    else
        record.limit = time;
    return "";
}

}  // namespace

JobListSummary scan_job_list(const std::filesystem::path& path, const JobListOptions& options) {
    assert(options.gpus_per_node > 0);
    JobListFormat format(options.gpus_per_node);
    LogSummary summary = scan_log(path, options, format);
    std::vector<LogFault> faults = format.faults();
    if (!format.has_header())
        faults.push_back({1, 0,
                          fmt::format("expected a line that names the columns ({}), got an empty "
                                      "file",
                                      fmt::join(column_names, ", "))});
    return {std::move(summary), std::move(faults), format.has(cpu_util), format.has(gpu_util)};
}

JobListSource::JobListSource(const std::filesystem::path& path, const JobListOptions& options,
                             const JobListSummary& summary)
    : LogSource(path, options, summary, std::make_unique<JobListFormat>(options.gpus_per_node)) {
    assert(summary.header_faults.empty());
}

}  // namespace twin
