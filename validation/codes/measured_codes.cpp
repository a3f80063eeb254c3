#include "validation/codes/measured_codes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <functional>
#include <map>
#include <stdexcept>

#include "sim/arrivals/line_reader.h"

namespace twin {
namespace {

using Columns = std::vector<std::string>;

Columns cells_of(std::string_view line, std::string_view separators) {
    Columns cells;
    while (!line.empty()) {
        const std::size_t end = std::min(line.find_first_of(separators), line.size());
        std::string_view cell = line.substr(0, end);
        line.remove_prefix(std::min(end + 1, line.size()));
        while (!cell.empty() && cell.front() == ' ')
            cell.remove_prefix(1);
        while (!cell.empty() && cell.back() == ' ')
            cell.remove_suffix(1);
        cells.emplace_back(cell);
    }
    return cells;
}

double number(const std::string& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        throw std::runtime_error(fmt::format("expected a number, got '{}'", text));
    return value;
}

double number(const Columns& cells, std::size_t column) {
    if (column >= cells.size())
        throw std::runtime_error(
            fmt::format("expected {} columns, got {}", column + 1, cells.size()));
    return number(cells[column]);
}

class Tables {
  public:
    explicit Tables(const std::filesystem::path& shared) : folder_(shared / "facts" / "jubench") {}

    // Rows below the heads; `read` gives what of a line is a row.
    void read(const std::string& file, const std::function<void(std::string_view)>& read_line) {
        LineReader lines(folder_ / file);
        std::string_view line;
        lines.next(line);
        while (lines.next(line)) {
            try {
                if (!line.empty())
                    read_line(line);
            } catch (const std::runtime_error& error) {
                throw std::runtime_error(fmt::format("{}:{}: {}", (folder_ / file).string(),
                                                     lines.line_number(), error.what()));
            }
        }
    }

    void add(CodeRow row) {
        if (row.in_law)
            row.fits = ++rows_of_table_[row.code + row.table] % 2 == 1;
        rows_.push_back(std::move(row));
    }

    std::vector<CodeRow> take() && { return std::move(rows_); }

  private:
    std::filesystem::path folder_;
    std::vector<CodeRow> rows_;
    std::map<std::string, int> rows_of_table_;
};

// The suite's sizes are what fills 25, 50, 75 and 100 % of the memory of an A100 with 40 GB.
void read_nekrs(Tables& tables) {
    constexpr std::array sizes = {std::pair{"small", 0.5}, std::pair{"medium", 0.75},
                                  std::pair{"large", 1.0}};
    const std::string weak = "nekrs__weak_scaling.dat";
    tables.read(weak, [&](std::string_view line) {
        const Columns cells = cells_of(line, ",");
        for (std::size_t i = 0; i < sizes.size(); ++i)
            tables.add({"nekrs",
                        weak + ", " + sizes[i].first,
                        NodeCount(number(cells, 0)),
                        sizes[i].second,
                        number(cells, i + 1) * second,
                        {}});
    });
    // By their times the problems are as large as `large` on 1 and on 64 nodes.
    for (const auto& [file, whole] :
         {std::pair{"nekrs__scaling.dat", 1.0}, std::pair{"nekrs__large_scaling.dat", 64.0}})
        tables.read(file, [&, file = file, whole = whole](std::string_view line) {
            const Columns cells = cells_of(line, ",");
            const double nodes = number(cells, 0);
            tables.add(
                {"nekrs", file, NodeCount(nodes), whole / nodes, number(cells, 1) * second, {}});
        });
}

// Of 2^26 cells a node.
void read_picongpu(Tables& tables) {
    for (const char* name : {"strong-scaling-16-128-nodes", "strong-scaling-256-640-nodes",
                             "weak-scaling-256-640-nodes", "weak-scaling-4-128-nodes-shortrun",
                             "weak-scaling-4-128-nodes"}) {
        const std::string file = fmt::format("picongpu__{}.csv", name);
        tables.read(file, [&](std::string_view line) {
            const Columns cells = cells_of(line, ",");
            const double nodes = number(cells, 1);
            double grid = 1;
            // "-g 1024 512 512"
            const Columns sides = cells_of(cells.at(3), " ");
            for (std::size_t i = 1; i < sides.size(); ++i)
                grid *= number(sides[i]);
            const Duration time = number(cells, 4) * second;
            tables.add({"picongpu", file, NodeCount(nodes), grid / nodes / (1 << 26), time,
                        number(cells, 5) * second - time});
        });
    }
}

// Of 48,000 cells a GPU. Rows of two versions follow each other; the second takes longer to begin.
void read_arbor(Tables& tables) {
    const std::string file = "arbor__exa.org";
    int row = 0;
    tables.read(file, [&](std::string_view line) {
        const Columns cells = cells_of(line, "|");
        if (cells.size() < 6 || cells[1].empty() || cells[1].find_first_of("0123456789") != 0)
            return;
        const bool second_version = ++row > 18;
        tables.add({"arbor", file, NodeCount(number(cells, 2) / 4), number(cells, 3) / 48000,
                    number(cells, 5) * second,
                    second_version ? std::optional(number(cells, 4) * second) : std::nullopt});
    });
}

// From one full node on: 32 GiB of the state on each GPU.
void read_juqcs(Tables& tables) {
    const std::string file = "juqcs__2022-08-15-benchmark-high-scaling.csv";
    tables.read(file, [&](std::string_view line) {
        const Columns cells = cells_of(line, ",");
        if (number(cells, 5) >= 4)
            tables.add({"juqcs", file, NodeCount(number(cells, 4)), 1, number(cells, 9) * second,
                        number(cells, 8) * second});
    });
}

// Of a graph of scale 30. On fewer than 32 nodes it gains more than the nodes add, of which the law
// knows nothing.
void read_graph500(Tables& tables) {
    const std::string file = "graph500__2022-09-27-juwelsbooster.csv";
    tables.read(file, [&](std::string_view line) {
        const Columns cells = cells_of(line, ",");
        if (cells.at(10).find("OpenMPI") == std::string::npos)
            return;
        const double nodes = number(cells, 1);
        CodeRow row{"graph500", file, NodeCount(nodes), 1 / nodes, number(cells, 6) * second, {}};
        row.in_law = nodes >= 32;
        tables.add(row);
    });
}

}  // namespace

std::vector<CodeRow> read_code_rows(const std::filesystem::path& shared) {
    Tables tables(shared);
    for (const auto read : {read_nekrs, read_picongpu, read_arbor, read_juqcs, read_graph500})
        read(tables);
    return std::move(tables).take();
}

}  // namespace twin
