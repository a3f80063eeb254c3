// The lessons that come with the program; of an open one, its result sheet as it fills.
#pragma once

#include <QThreadPool>

#include "gui/lesson/lesson_library.h"
#include "gui/views/view.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QTextBrowser;

namespace twin {

class CardLayout;
class LessonCard;

class LessonView : public View {
    Q_OBJECT

  public:
    explicit LessonView(Workspace& workspace);
    ~LessonView() override;

    QString nothing_to_show() const override { return {}; }
    bool write_csv(QIODevice& out) const override;
    bool is_ready() const override { return !reading_; }
    QWidget& picture() override;

    const std::vector<LessonCard*>& cards() const { return cards_; }
    QTextBrowser& sheet() { return *sheet_; }
    // Of the panel's field, for the sheet.
    void set_student(const QString& student);

  signals:
    void lesson_wanted(const QString& file);
    void sheet_wanted();

  protected:
    void showEvent(QShowEvent* shown) override;

  private:
    QWidget* make_library();
    QWidget* make_sheet();
    void read();
    void show_cards(const std::vector<LessonBrief>& briefs);
    void show_library(bool library);
    void refresh();
    void apply_theme();

    QStackedWidget* pages_;
    QWidget *library_, *cards_place_ = nullptr;
    CardLayout* card_layout_ = nullptr;
    QLabel *about_ = nullptr, *none_ = nullptr;
    std::vector<LessonCard*> cards_;
    QTextBrowser* sheet_ = nullptr;
    QPushButton* to_sheet_ = nullptr;
    QString student_;
    bool reading_ = true;
    QThreadPool pool_;
};

}  // namespace twin
