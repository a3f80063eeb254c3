// The menu "Lesson" and the dock in which a lesson is worked through.
#pragma once

#include <QObject>
#include <vector>

class QAction;
class QDockWidget;
class QMainWindow;

namespace twin {

class LessonPanel;
class Workspace;

class LessonMenu : public QObject {
    Q_OBJECT

  public:
    // Adds a menu and a dock to the window.
    LessonMenu(QMainWindow& window, Workspace& workspace);

    void open(const QString& file);  // which is read first; tells in the window how it went
    // Asks for a file, then writes the result sheet.
    void save_sheet(const QString& student);
    LessonPanel& panel() { return *panel_; }

  signals:
    void view_wanted(const QString& name);
    void scenario_wanted(const QString& file);
    void told(const QString& sentences);

  private:
    void open_with_dialog();
    void tell_opened(const QString& file, const QString& problem);
    void update();

    QMainWindow& window_;
    Workspace& workspace_;
    LessonPanel* panel_;
    QDockWidget* dock_;
    std::vector<QAction*> needs_lesson_;
    bool looks_ = false;  // at the views, as the lesson leads
};

}  // namespace twin
