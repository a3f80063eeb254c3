// The part of the menu "Play" that says where playing stops.
#pragma once

#include <vector>

#include "gui/run/player.h"

class QAction;
class QMenu;

namespace twin {

// Adds the actions to `menu`, and to `needs_run` those that make sense with a run only.
void add_stop_menu(QMenu& menu, Player& player, Workspace& workspace,
                   std::vector<QAction*>& needs_run);

}  // namespace twin
