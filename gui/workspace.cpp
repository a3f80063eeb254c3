#include "gui/workspace.h"

#include <algorithm>

#include "gui/lesson/lesson_session.h"

namespace twin {

Workspace::Workspace(ThemeName theme)
    : theme_(theme), lesson_(std::make_unique<LessonSession>(*this)) {}

Workspace::~Workspace() = default;

std::unique_ptr<OpenRun> Workspace::opened(const QString& file) {
    if (file.isEmpty())
        return nullptr;
    auto run = std::make_unique<OpenRun>(file);
    for (const auto news : {&OpenRun::opened, &OpenRun::grown})
        connect(run.get(), news, this, [this] {
            look_at_end();
            emit facts_changed();
        });
    connect(run.get(), &OpenRun::settled, this, [this] {
        if (is_settled())
            emit settled();
    });
    connect(run.get(), &OpenRun::failed, this, &Workspace::failed);
    return run;
}

void Workspace::open_a(const QString& file) {
    a_ = opened(file);
    selection_.clear();
    emit runs_changed();
}

void Workspace::open_b(const QString& file) {
    b_ = opened(file);
    look_at_end();
    emit runs_changed();
}

void Workspace::swap_runs() {
    std::swap(a_, b_);
    selection_.clear();
    emit runs_changed();
    emit facts_changed();
}

void Workspace::look_at_end() {
    double end = 0;
    for (const RunFacts* facts : {facts_a(), facts_b()})
        if (facts != nullptr)
            end = std::max(end, facts->end_s);
    time_.set_end(end);
}

void Workspace::set_theme(ThemeName name) {
    if (name == theme_.name())
        return;
    theme_ = Theme(name);
    emit theme_changed();
}

bool Workspace::is_settled() const {
    return (!a_ || a_->open_questions() == 0) && (!b_ || b_->open_questions() == 0);
}

}  // namespace twin
