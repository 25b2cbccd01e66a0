package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"onewindow/wire"
)

// Meter counts what the centre does, for /metrics. Its methods may be called from any
// goroutine and return at once.
type Meter struct {
	registry *prometheus.Registry
	events   prometheus.Counter
	segments prometheus.Counter
	ingest   prometheus.Histogram
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
}

// NewMeter makes a meter with nothing counted.
func NewMeter() *Meter {
	m := &Meter{
		registry: prometheus.NewRegistry(),
		events:   prometheus.NewCounter(prometheus.CounterOpts{Name: "onewindow_events_ingested_total", Help: "Events of halls that were kept."}),
		segments: prometheus.NewCounter(prometheus.CounterOpts{Name: "onewindow_segments_ingested_total", Help: "Segments of events of halls that were kept."}),
		ingest: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "onewindow_ingest_seconds", Help: "How long the keeping of a segment took.",
			Buckets: []float64{.001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10}}),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "onewindow_http_requests_total", Help: "Answered requests, by route and status."}, []string{"route", "code"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "onewindow_http_request_seconds", Help: "How long answers took, by route; streams are left out.",
			Buckets: []float64{.001, .005, .02, .1, .5, 2, 10}}, []string{"route"}),
	}
	m.registry.MustRegister(m.events, m.segments, m.ingest, m.requests, m.took, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Ingested counts a segment of a hall that was kept, and how long that took.
func (m *Meter) Ingested(_ string, events int, took time.Duration) {
	m.segments.Inc()
	m.events.Add(float64(events))
	m.ingest.Observe(took.Seconds())
}

// request counts an answer. Paths that there are not are one route, because anybody can
// make up any number of them.
func (m *Meter) request(route string, status int, took time.Duration) {
	if route == "" {
		route = "none"
	}
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
	if route != streamPattern && route != exportPattern {
		m.took.WithLabelValues(route).Observe(took.Seconds())
	}
}

// Patterns of routes whose answers last as long as somebody reads them.
const (
	streamPattern = "GET /v1/district/events"
	exportPattern = "GET /v1/events/{file}"
)

// now tells how the centre is at the moment of asking.
type now struct {
	centre  Centre
	streams *streams
}

var (
	hallsDesc   = prometheus.NewDesc("onewindow_halls", "Halls by how they stand.", []string{"standing"}, nil)
	behindDesc  = prometheus.NewDesc("onewindow_behind_events", "Events that halls have and the centre has not.", nil, nil)
	alertsDesc  = prometheus.NewDesc("onewindow_alerts", "Alerts of the network by kind.", []string{"kind"}, nil)
	streamsDesc = prometheus.NewDesc("onewindow_http_streams", "Streams that are open.", nil, nil)
)

func (n now) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{hallsDesc, behindDesc, alertsDesc, streamsDesc} {
		ch <- d
	}
}

// standings are told also where no hall stands so.
var standings = []wire.HallStanding{wire.HallOpen, wire.HallClosed, wire.HallStopped, wire.HallAway, wire.HallRefused, wire.HallCopied, wire.HallNever}

func (n now) Collect(ch chan<- prometheus.Metric) {
	d := n.centre.District()
	halls, alerts, behind := map[wire.HallStanding]int{}, map[wire.HallAlertKind]int{}, uint64(0)
	for _, s := range standings {
		halls[s] = 0
	}
	for i := range d.Halls {
		halls[d.Halls[i].Standing]++
		behind += d.Halls[i].Behind
	}
	for i := range d.Alerts {
		alerts[d.Alerts[i].Kind]++
	}
	for s, c := range halls {
		ch <- prometheus.MustNewConstMetric(hallsDesc, prometheus.GaugeValue, float64(c), string(s))
	}
	for k, c := range alerts {
		ch <- prometheus.MustNewConstMetric(alertsDesc, prometheus.GaugeValue, float64(c), string(k))
	}
	ch <- prometheus.MustNewConstMetric(behindDesc, prometheus.GaugeValue, float64(behind))
	ch <- prometheus.MustNewConstMetric(streamsDesc, prometheus.GaugeValue, float64(n.streams.count()))
}

// metrics is the handler of /metrics: what the meter has counted, and how it is now.
func (a *API) metrics() http.Handler {
	own := prometheus.NewRegistry()
	own.MustRegister(now{a.centre, a.streams})
	return promhttp.HandlerFor(prometheus.Gatherers{a.set.Meter.registry, own}, promhttp.HandlerOpts{MaxRequestsInFlight: 4, Timeout: a.set.paces.answer})
}
