// From the records of a log to jobs: which are kept, what of each, and in what order. The same for
// every format; a format (swf.h, job_list.h) only reads lines.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "sim/arrivals/faults.h"
#include "sim/arrivals/job_source.h"
#include "sim/arrivals/line_reader.h"

namespace twin {

// Times of a log are durations since its own zero (for some logs that is 1970-01-01 00:00 UTC).
struct LogOptions {
    NodeCount max_nodes = 0;              // of the site: larger jobs are dropped; 0: no limit
    double scale_nodes = 1;               // > 0; size = max(1, round(size * scale)), then compared
    std::optional<SimDuration> from{};    // becomes sim time 0; absent: the first kept submit
    std::optional<SimDuration> length{};  // of the window [from, from + length); absent: to the end
};

// "swf" or "csv" by the name's ending, before ".gz"; empty for any other.
std::string_view log_format(const std::filesystem::path& path);

// One line, as it stands in the log.
struct LogRecord {
    std::int64_t log_id = -1;
    SimDuration submit{}, run_time{};
    std::optional<SimDuration> limit;
    std::int64_t nodes = 0;
    double cpu_utilisation = 0, gpu_utilisation = 0;
};

// The longest time that a record may hold (126 years), so that sums of two never overflow.
inline constexpr SimDuration max_log_time = std::chrono::seconds(4'000'000'000);

// Interface because the format decides how a line is read, and what it remembers of its header.
class LogFormat {
  public:
    enum class Line { nothing, record, malformed };
    virtual ~LogFormat() = default;
    virtual void start() {}  // the next line is the first of the file
    // Fills `record` or, for a malformed line, `fault` (its line number is the caller's).
    virtual Line read(std::string_view line, LogRecord& record, LogFault& fault) = 0;
};

struct LogSummary {
    ArrivalCounts counts;                                  // as the source gives them at its end
    std::optional<SimDuration> first_submit, last_submit;  // of the kept jobs, in log time
    NodeCount largest = 0;                                 // nodes of the largest kept job
    double node_seconds = 0;                               // sum of nodes * run time
    bool sorted = true;              // the kept jobs stand by submit in the file
    std::vector<LogFault> unusable;  // the first ten dropped records, why
};

// Reads the whole log once, without keeping jobs (twice where the window starts at the first
// submit of an unsorted log). Errors of the file as in line_reader.h.
LogSummary scan_log(const std::filesystem::path& path, const LogOptions& options,
                    LogFormat& format);

// Streams a sorted log; an unsorted one is read at construction and sorted (stable).
class LogSource : public JobSource {
  public:
    // `summary` is scan_log's answer for the same path and options.
    LogSource(const std::filesystem::path& path, const LogOptions& options,
              const LogSummary& summary, std::unique_ptr<LogFormat> format);
    std::optional<Job> next() override;
    ArrivalCounts counts() const override { return counts_; }

  private:
    std::optional<Job> read_job();

    LogOptions options_;
    SimDuration origin_{};  // log time of sim time 0
    LineReader lines_;
    std::unique_ptr<LogFormat> format_;
    std::optional<std::vector<Job>> sorted_;  // present: the log was not sorted
    std::size_t next_ = 0;                    // in sorted_
    ArrivalCounts counts_;
};

}  // namespace twin
