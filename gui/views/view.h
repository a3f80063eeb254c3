// One page of the window. A view shows finished data, and says what a run does not hold instead of
// showing an empty frame.
#pragma once

#include <QIODevice>
#include <QWidget>

#include "gui/workspace.h"

class QLabel;
class QStackedLayout;

namespace twin {

// A title in bold and what is said of it, as rich text.
QString strong(const QString& title, const QString& rest);

class View : public QWidget {
    Q_OBJECT

  public:
    explicit View(Workspace& workspace);

    // Why there is nothing to show, a whole sentence; empty: there is. Asked at every change of
    // the runs.
    virtual QString nothing_to_show() const = 0;
    // What is shown as CSV, with units in the heading; false: this view has no figures.
    virtual bool write_csv(QIODevice& out) const = 0;
    // Whether a picture taken now would be complete.
    virtual bool is_ready() const { return true; }

    // What is shown, without the page's own controls; painted for pictures too.
    virtual QWidget& picture() { return *body_; }

  signals:
    void ready();

  protected:
    Workspace& workspace() const { return workspace_; }
    Theme theme() const { return workspace_.theme(); }
    // The widget under which a view puts all it has; it takes the keyboard's focus.
    void set_body(QWidget* body);
    // Calls nothing_to_show() again; workspaces' changes do it by themselves.
    void look_again();

  private:
    Workspace& workspace_;
    QStackedLayout* pages_;
    QLabel* sentence_;
    QWidget* body_ = nullptr;
};

}  // namespace twin
