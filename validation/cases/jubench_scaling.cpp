// Codes that are no training, on JUWELS Booster: fitted laws against the rows that no fit saw.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>

#include "models/workload/codes.h"
#include "sim/scenario/parts_catalog.h"
#include "validation/cases/cases.h"
#include "validation/codes/measured_codes.h"

namespace twin {
namespace {

// Of a problem with so much work on each node.
Duration model_time(const CodeRow& row) {
    const CodePart& code = shipped_parts().codes.at(row.code);
    CodeSize size;
    size.work.value = row.work;
    return code_time(code, size, row.nodes).step();
}

Row time_row(const CodeRow& row) {
    Row out{.quantity = fmt::format("{}, {} nodes, work {:.3g}", row.code, row.nodes, row.work),
            .unit = "s",
            .source = "../shared/facts/jubench/" + row.table,
            .measured = row.time.in(second),
            .model = model_time(row).in(second),
            .digits = 1,
            .error_in = ErrorIn::percent,
            .limit = {},
            .kind = row.fits ? Kind::fit : Kind::prediction};
    if (!row.in_law) {
        out.kind = Kind::comparison;
        out.note =
            "below 32 nodes the search gains more than the nodes add, of which the law knows "
            "nothing";
    }
    return out;
}

struct Errors {
    double sum = 0, worst = 0;
    int rows = 0;
};

}  // namespace

std::vector<Row> jubench_scaling(const CaseSetting& setting) {
    std::vector<Row> rows;
    std::map<std::string, Errors> predicted;
    for (const CodeRow& measured : read_code_rows(setting.shared)) {
        rows.push_back(time_row(measured));
        if (rows.back().kind != Kind::prediction)
            continue;
        Errors& errors = predicted[measured.code];
        const double error = std::abs(*error_of(rows.back()));
        errors.sum += error;
        errors.worst = std::max(errors.worst, error);
        ++errors.rows;
    }
    for (const auto& [code, errors] : predicted) {
        Row mean{.quantity = fmt::format("{}, mean error of {} predictions", code, errors.rows),
                 .unit = "%",
                 .source = "the even rows of each table above",
                 .measured = 0,
                 .model = errors.sum / errors.rows,
                 .digits = 2,
                 .error_in = ErrorIn::units,
                 .limit = 5,
                 .kind = Kind::prediction};
        Row worst = mean;
        worst.quantity = fmt::format("{}, worst of them", code);
        worst.model = errors.worst;
        worst.limit = {};
        rows.push_back(mean);
        rows.push_back(worst);
    }
    return rows;
}

}  // namespace twin
