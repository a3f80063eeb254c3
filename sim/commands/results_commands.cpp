// report, export, compare: what reads result files.
#include <algorithm>
#include <fmt/format.h>
#include <iostream>

#include "sim/commands/commands.h"
#include "sim/commands/input_error.h"
#include "sim/results/compare.h"
#include "sim/results/export_table.h"
#include "sim/results/report.h"

namespace twin {

void add_report(CLI::App& command, int&) {
    auto file = std::make_shared<std::string>();
    auto json = std::make_shared<bool>(false);
    command.add_option("FILE", *file, "result file of a run")->required();
    command.add_flag("--json", *json, "for machines");
    command.callback([file, json] {
        const ResultStore results(*file);
        *json ? write_report_json(results, std::cout) : write_report(results, std::cout);
    });
}

void add_export(CLI::App& command, int&) {
    auto file = std::make_shared<std::string>();
    auto table = std::make_shared<std::string>();
    command.add_option("FILE", *file, "result file of a run")->required();
    command.add_option("TABLE", *table, "table or view; a wrong name lists them")->required();
    command.callback([file, table] {
        const ResultStore results(*file);
        const auto known = results.tables();
        if (std::find(known.begin(), known.end(), *table) == known.end())
            refuse(*file, fmt::format("a table or view ({})", fmt::join(known, ", ")),
                   "'" + *table + "'", did_you_mean(*table, known));
        export_table(results, *table, std::cout);
    });
}

void add_compare(CLI::App& command, int&) {
    auto files = std::make_shared<std::pair<std::string, std::string>>();
    auto json = std::make_shared<bool>(false);
    command.add_option("A", files->first, "result file of a run")->required();
    command.add_option("B", files->second, "result file of another")->required();
    command.add_flag("--json", *json, "for machines");
    command.callback([files, json] {
        const Comparison comparison =
            compare_runs(ResultStore(files->first), ResultStore(files->second));
        *json ? write_comparison_json(comparison, std::cout)
              : write_comparison(comparison, std::cout);
    });
}

}  // namespace twin
