drop table organisation.customer, organisation.agent_skill, organisation.agent, organisation.counter_service,
  organisation.counter, organisation.service, organisation.closure, organisation.opening_hours, organisation.site;
drop schema organisation;
