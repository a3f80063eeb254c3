#include "validation/calibration/table_import.h"

#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <optional>
#include <string_view>

#include "sim/arrivals/line_reader.h"

namespace twin::calibration {
namespace {

constexpr std::string_view columns = "dtype,m,n,k,latency_us";
constexpr std::size_t most_problems = 20;
constexpr auto microsecond = 1e-6 * second;

// What the tables of ai-dynamo/aiconfigurator call precisions, where it is another word than ours.
constexpr std::array<std::pair<std::string_view, Precision>, 2> other_names = {
    {{"bfloat16", Precision::bf16}, {"nvfp4", Precision::fp4}}};

std::optional<Precision> precision_of(std::string_view name) {
    for (const auto& [other, precision] : other_names)
        if (other == name)
            return precision;
    return find_precision(name);
}

template <class T>
bool read_positive(std::string_view text, T& value) {
    const char* const end = text.data() + text.size();
    const auto [next, status] = std::from_chars(text.data(), end, value);
    return status == std::errc() && next == end && value > 0;
}

// Empty, or what is wrong with the line.
std::string read_line(std::string_view line, MeasuredPoint& point) {
    std::array<std::string_view, 5> fields;
    std::size_t count = 0;
    for (std::size_t at = 0; at <= line.size();) {
        const std::size_t end = std::min(line.find(',', at), line.size());
        if (count < fields.size())
            fields[count] = line.substr(at, end - at);
        ++count;
        at = end + 1;
    }
    if (count != fields.size())
        return fmt::format("expected {} fields ({}), got {}", fields.size(), columns, count);
    const auto precision = precision_of(fields[0]);
    if (!precision)
        return fmt::format("expected a precision such as bfloat16, fp8 or nvfp4, got '{}'",
                           fields[0]);
    std::array<std::int64_t, 3> extents{};
    for (std::size_t i = 0; i < extents.size(); ++i)
        if (!read_positive(fields[i + 1], extents[i]))
            return fmt::format("expected an integer > 0 as {}, got '{}'", "mnk"[i], fields[i + 1]);
    double time = 0;
    if (!read_positive(fields[4], time) || !std::isfinite(time))
        return fmt::format("expected microseconds > 0 as latency_us, got '{}'", fields[4]);
    point.kernel = {KernelKind::gemm, *precision, extents[0], extents[1], extents[2], {}, 1};
    point.repeats = 1;
    point.median = point.p10 = point.p90 = time * microsecond;
    return {};
}

}  // namespace

Record import_gemm_table(const std::filesystem::path& csv, RecordHeader header,
                         Problems& problems) {
    Record record{std::move(header), {}};
    record.header.backend = "table";
    record.header.state = RecordState::complete;
    LineReader reader(csv);
    std::size_t found = 0;
    const auto add = [&](std::string message) {
        problems.push_back({{csv.string(), static_cast<int>(reader.line_number()), 1},
                            "",
                            std::move(message),
                            ""});
        ++found;
    };
    std::string_view line;
    if (!reader.next(line) || line != columns) {
        add(fmt::format("expected the line of columns '{}', got '{}'", columns, line));
        return record;
    }
    while (found < most_problems && reader.next(line)) {
        MeasuredPoint point;
        if (std::string mistake = read_line(line, point); !mistake.empty())
            add(std::move(mistake));
        else
            record.points.push_back(std::move(point));
    }
    return record;
}

}  // namespace twin::calibration
