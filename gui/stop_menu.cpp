#include "gui/stop_menu.h"

#include <QCoreApplication>
#include <QMenu>

#include "gui/look/translate.h"

namespace twin {
void add_stop_menu(QMenu& menu, Player& player, Workspace& workspace,
                   std::vector<QAction*>& needs_run) {
    StopPoints& stops = StopPoints::of(workspace);
    const auto add = [&](const QString& text, const QKeySequence& key, auto&& what) {
        QAction* const action = menu.addAction(text, key, &player, what);
        needs_run.push_back(action);
        return action;
    };
    add(tr("Until the next e&vent"), {}, [&player] { player.until_event(); });
    add(tr("Until the chosen &job starts or ends"), {}, [&player] { player.until_job(); });
    add(tr("Until a &limit is reached"), {}, [&player] { player.until_limit(); });
    menu.addSeparator();
    constexpr double same_s = 1e-3;
    add(tr("Stopping &point here, or none"), QKeySequence(Qt::Key_F9),
        [&stops, &workspace] { stops.toggle(workspace.time().play_head(), same_s); });
    add(tr("Re&move all stopping points"), {}, [&stops] { stops.clear(); });
}

}  // namespace twin
