#include "gui/tables/difference_table.h"

#include <QCoreApplication>

#include "gui/look/translate.h"

namespace twin {
QStringList difference_headings() {
    return {tr("Setting"), tr("A"), tr("B")};
}

std::vector<CellTable::Row> difference_rows(const std::vector<SettingDifference>& settings) {
    const auto cell = [](const std::optional<std::string>& value, Tone tone) {
        const QString text = value ? QString::fromStdString(*value) : tr("not set");
        return words(text, text, value ? tone : Tone::muted);
    };
    std::vector<CellTable::Row> rows;
    for (const SettingDifference& setting : settings)
        rows.push_back({words(QString::fromStdString(setting.path)), cell(setting.a, Tone::run_a),
                        cell(setting.b, Tone::run_b)});
    return rows;
}

}  // namespace twin
