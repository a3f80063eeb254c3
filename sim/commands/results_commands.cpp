// report, export, compare: what reads result files.
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <sstream>
#include <unistd.h>

#include "sim/commands/commands.h"
#include "sim/commands/input_error.h"
#include "sim/results/compare.h"
#include "sim/results/export_table.h"
#include "sim/results/report.h"
#include "sim/results/report_html.h"
#include "sim/results/run_file.h"

namespace twin {
namespace {

namespace fs = std::filesystem;

struct ReportForm {
    bool json = false, force = false;
    std::string html;  // file; empty: none
};

void add_form_options(CLI::App& command, ReportForm& form) {
    command.add_flag("--json", form.json, "for machines");
    command
        .add_option("--html", form.html,
                    "in place of the text write one HTML file with pictures, which needs nothing "
                    "else")
        ->check(named_file);
    command.add_flag("--force", form.force, "replace an HTML file that exists");
}

// --force must not cost a run or a scenario.
bool is_html(const fs::path& file) {
    if (!fs::is_regular_file(file))
        return false;
    constexpr std::string_view doctype = "<!DOCTYPE html>";
    std::string head(doctype.size(), ' ');
    std::ifstream in(file, std::ios::binary);
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    return in.gcount() == 0 || head == doctype;
}

// Before anything is read: refuses at once.
void check_form(const ReportForm& form) {
    if (form.json && !form.html.empty())
        refuse("--html", "one form of the report", "--json too", "leave one of them out");
    if (form.force && form.html.empty())
        refuse("--force", "a file that it may replace", "none", "name it with --html");
    if (!fs::exists(form.html))
        return;
    if (!is_html(form.html))
        refuse(form.html, "a new file or an HTML file", "something else",
               "name another with --html");
    if (!form.force)
        refuse(form.html, "a new file for the report", "one that exists",
               "use --force to replace it");
}

// Whole or not at all: an old report stays where the disk is full.
void write_page(const Report& report, const std::string& name) {
    std::ostringstream page;
    write_html(report, page);
    const fs::path part = fmt::format("{}.{}.part", name, getpid());
    errno = 0;
    std::ofstream out(part, std::ios::binary);
    out << page.view();
    out.close();
    std::error_code error;
    if (out) {
        fs::rename(part, name, error);
        if (!error)
            return;
    }
    const std::string reason = error ? error.message() : std::strerror(errno);
    fs::remove(part, error);
    throw file_error("write", name, reason);
}

}  // namespace

void add_report(CLI::App& command, int&) {
    auto file = std::make_shared<std::string>();
    auto form = std::make_shared<ReportForm>();
    command.add_option("FILE", *file, "result file of a run")->required();
    add_form_options(command, *form);
    command.callback([file, form] {
        check_form(*form);
        const ResultStore results(*file);
        if (!form->html.empty())
            write_page(illustrated_report(results), form->html);
        else
            form->json ? write_report_json(results, std::cout) : write_report(results, std::cout);
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
    auto form = std::make_shared<ReportForm>();
    command.add_option("A", files->first, "result file of a run")->required();
    command.add_option("B", files->second, "result file of another")->required();
    add_form_options(command, *form);
    command.callback([files, form] {
        check_form(*form);
        const ResultStore a(files->first), b(files->second);
        if (!form->html.empty())
            return write_page(illustrated_report(a, b), form->html);
        const Comparison comparison = compare_runs(a, b);
        form->json ? write_comparison_json(comparison, std::cout)
                   : write_comparison(comparison, std::cout);
    });
}

}  // namespace twin
