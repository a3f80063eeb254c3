#include "sim/arrivals/log_source.h"

#include <algorithm>
#include <cmath>
#include <fmt/core.h>
#include <limits>
#include <utility>

namespace twin {
namespace {

constexpr std::size_t max_faults = 10;

// What the scan and the source must agree on: the tests of job_source.h, in their order.
enum class Verdict {
    kept,
    negative_submit,
    no_run_time,
    no_size,
    larger_than_site,
    outside_window
};

// The size on this site; 0: larger than it.
NodeCount scaled_size(std::int64_t nodes, const LogOptions& options) {
    const double scaled = static_cast<double>(nodes) * options.scale_nodes;
    const double largest =
        options.max_nodes > 0 ? options.max_nodes : std::numeric_limits<NodeCount>::max();
    if (scaled >= largest + 0.5)
        return 0;
    return static_cast<NodeCount>(std::max(1LL, std::llround(scaled)));
}

Verdict judge(const LogRecord& record, const LogOptions& options, SimDuration origin) {
    if (record.submit < SimDuration::zero())
        return Verdict::negative_submit;
    if (record.run_time <= SimDuration::zero())
        return Verdict::no_run_time;
    if (record.nodes <= 0)
        return Verdict::no_size;
    if (scaled_size(record.nodes, options) == 0)
        return Verdict::larger_than_site;
    if (options.from && record.submit < *options.from)
        return Verdict::outside_window;
    if (options.length && record.submit - origin >= *options.length)
        return Verdict::outside_window;
    return Verdict::kept;
}

// The limit counts as given only when it is positive.
std::optional<SimDuration> given_limit(const LogRecord& record) {
    return record.limit && *record.limit > SimDuration::zero() ? record.limit : std::nullopt;
}

SimDuration kept_run_time(const LogRecord& record) {
    return std::min(record.run_time, given_limit(record).value_or(record.run_time));
}

void count(ArrivalCounts& counts, Verdict verdict, const LogRecord& record) {
    switch (verdict) {
        case Verdict::negative_submit:
            ++counts.negative_submit;
            break;
        case Verdict::no_run_time:
            ++counts.no_run_time;
            break;
        case Verdict::no_size:
            ++counts.no_size;
            break;
        case Verdict::larger_than_site:
            ++counts.larger_than_site;
            break;
        case Verdict::outside_window:
            ++counts.outside_window;
            break;
        case Verdict::kept:
            ++counts.jobs;
            counts.limit_missing += given_limit(record) ? 0 : 1;
            counts.capped_at_limit += kept_run_time(record) < record.run_time ? 1 : 0;
            break;
    }
}

std::string why(Verdict verdict, const LogRecord& record, const LogOptions& options) {
    switch (verdict) {
        case Verdict::negative_submit:
            return fmt::format("submitted at {} s; expected 0 or more", to_seconds(record.submit));
        case Verdict::no_run_time:
            return fmt::format("run time {} s; expected more than 0", to_seconds(record.run_time));
        case Verdict::no_size:
            return fmt::format("size {}; expected 1 node or more", record.nodes);
        default:
            return options.scale_nodes == 1
                       ? fmt::format("{} nodes; the site has {}", record.nodes, options.max_nodes)
                       : fmt::format("{} nodes, scaled by {}; the site has {}", record.nodes,
                                     options.scale_nodes, options.max_nodes);
    }
}

}  // namespace

std::string_view log_format(const std::filesystem::path& path) {
    std::filesystem::path name = path.filename();
    if (name.extension() == ".gz")
        name = name.stem();
    if (name.extension() == ".swf")
        return "swf";
    return name.extension() == ".csv" ? "csv" : "";
}

LogSummary scan_log(const std::filesystem::path& path, const LogOptions& options,
                    LogFormat& format) {
    LogSummary summary;
    LineReader lines(path);
    format.start();
    LogRecord record;
    LogFault fault;
    const auto note = [&](std::string message, int column) {
        if (summary.unusable.size() < max_faults)
            summary.unusable.push_back({lines.line_number(), column, std::move(message)});
    };
    // The window needs the first submit before it is known for certain: the first one read, unless
    // an earlier one follows.
    std::optional<SimDuration> origin = options.from, earliest, last;
    for (std::string_view line; lines.next(line);) {
        const LogFormat::Line kind = format.read(line, record, fault);
        if (kind == LogFormat::Line::nothing)
            continue;
        ++summary.counts.records;
        if (kind == LogFormat::Line::malformed) {
            ++summary.counts.malformed;
            note(std::move(fault.message), fault.column);
            continue;
        }
        const Verdict verdict = judge(record, options, origin.value_or(record.submit));
        count(summary.counts, verdict, record);
        if (verdict != Verdict::kept && verdict != Verdict::outside_window) {
            note(why(verdict, record, options), 0);
            continue;
        }
        earliest = std::min(earliest.value_or(record.submit), record.submit);
        if (!origin)
            origin = record.submit;
        if (verdict == Verdict::outside_window)
            continue;
        summary.sorted = summary.sorted && record.submit >= last.value_or(record.submit);
        last = record.submit;
        summary.first_submit =
            std::min(summary.first_submit.value_or(record.submit), record.submit);
        summary.last_submit = std::max(summary.last_submit.value_or(record.submit), record.submit);
        const NodeCount nodes = scaled_size(record.nodes, options);
        summary.largest = std::max(summary.largest, nodes);
        summary.node_seconds += nodes * to_seconds(kept_run_time(record));
    }
    if (!options.from && options.length && earliest && *earliest < *origin) {
        LogOptions from_earliest = options;
        from_earliest.from = earliest;
        return scan_log(path, from_earliest, format);
    }
    return summary;
}

LogSource::LogSource(const std::filesystem::path& path, const LogOptions& options,
                     const LogSummary& summary, std::unique_ptr<LogFormat> format)
    : options_(options),
      origin_(options.from.value_or(summary.first_submit.value_or(SimDuration::zero()))),
      lines_(path),
      format_(std::move(format)) {
    format_->start();
    if (summary.sorted)
        return;
    std::vector<Job> jobs;
    jobs.reserve(static_cast<std::size_t>(summary.counts.jobs));
    while (std::optional<Job> job = read_job())
        jobs.push_back(std::move(*job));
    std::ranges::stable_sort(jobs, {}, &Job::submit);
    sorted_ = std::move(jobs);
}

std::optional<Job> LogSource::next() {
    if (!sorted_)
        return read_job();
    if (next_ == sorted_->size())
        return std::nullopt;
    return std::move((*sorted_)[next_++]);
}

std::optional<Job> LogSource::read_job() {
    LogRecord record;
    LogFault fault;
    for (std::string_view line; lines_.next(line);) {
        const LogFormat::Line kind = format_->read(line, record, fault);
        if (kind == LogFormat::Line::nothing)
            continue;
        ++counts_.records;
        if (kind == LogFormat::Line::malformed) {
            ++counts_.malformed;
            continue;
        }
        const Verdict verdict = judge(record, options_, origin_);
        count(counts_, verdict, record);
        if (verdict != Verdict::kept)
            continue;
        std::optional<Job> result(std::in_place);
        Job& job = *result;
        job.log_id = record.log_id;
        job.submit = sim_start + (record.submit - origin_);
        job.nodes = scaled_size(record.nodes, options_);
        job.run_time = kept_run_time(record);
        job.killed_at_limit = job.run_time < record.run_time;
        job.limit = given_limit(record).value_or(record.run_time);
        job.phases.push_back({job.run_time, record.cpu_utilisation, record.gpu_utilisation});
        return result;
    }
    return std::nullopt;
}

}  // namespace twin
