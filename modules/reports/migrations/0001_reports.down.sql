drop table reports.model_answer, reports.section_plan, reports.template_version, reports.template, reports.log_line, reports.step, reports.report;
drop schema reports;
